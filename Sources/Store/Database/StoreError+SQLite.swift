import Glibc
import GRDB

// SQLite's errors: what it refuses becomes a fact with a name.
extension StoreError {
  /// Does what uses the database at `path`; its errors become the store's own.
  static func translating<T>(_ path: String, _ work: () throws -> T) throws -> T {
    do { return try work() } catch { throw translate(error, path: path) }
  }

  /// The error as the store's own; one that is not SQLite's unchanged.
  static func translate(_ error: any Error, path: String) -> any Error {
    guard let error = error as? DatabaseError else { return error }
    let message = error.message ?? error.resultCode.description
    switch error.resultCode {
    case .SQLITE_CONSTRAINT:
      // "CHECK constraint failed: job_state", "UNIQUE constraint failed: runs.id"
      let name = message.split(separator: ": ", maxSplits: 1).last.map(String.init) ?? message
      return Self.constraint(name: name, message: message)
    case .SQLITE_FULL: return Self.file(operation: "write", path: path, code: ENOSPC)
    case .SQLITE_READONLY:
      // Where the file itself may be written, its folder may not, in which the log is made.
      let code = access(path, W_OK) == 0 ? EACCES : errno
      return Self.file(operation: "write", path: path, code: code)
    case .SQLITE_BUSY, .SQLITE_LOCKED: return Self.busy(path: path)
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      return Self.damaged(path: path, reason: message)
    default: return Self.unusable(path: path, reason: "\(error)")
    }
  }
}
