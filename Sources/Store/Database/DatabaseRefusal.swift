import Glibc
import GRDB

/// Reads SQLite's errors: what it refuses becomes a fact with a name.
enum DatabaseRefusal {
  /// The error as the store's own where the store has a name for it, else unchanged.
  static func translate(_ error: any Error, path: String) -> any Error {
    guard let error = error as? DatabaseError else { return error }
    let message = error.message ?? error.resultCode.description
    switch error.resultCode {
    case .SQLITE_CONSTRAINT:
      // "CHECK constraint failed: job_state", "UNIQUE constraint failed: runs.id"
      let name = message.split(separator: ": ", maxSplits: 1).last.map(String.init) ?? message
      return StoreError.constraint(name: name, message: message)
    case .SQLITE_FULL: return StoreError.file(operation: "write", path: path, code: ENOSPC)
    case .SQLITE_READONLY: return StoreError.file(operation: "write", path: path, code: EROFS)
    case .SQLITE_BUSY, .SQLITE_LOCKED: return StoreError.busy(path: path)
    default: return error
    }
  }
}
