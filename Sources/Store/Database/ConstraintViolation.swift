import GRDB

/// Reads SQLite's errors: a refused constraint becomes a fact with a name.
enum ConstraintViolation {
  /// The error as the store's own where it is a violated constraint, else unchanged.
  static func translate(_ error: any Error) -> any Error {
    guard let error = error as? DatabaseError, error.resultCode == .SQLITE_CONSTRAINT else {
      return error
    }
    let message = error.message ?? "constraint"
    // "CHECK constraint failed: job_state", "UNIQUE constraint failed: runs.id"
    let name = message.split(separator: ": ", maxSplits: 1).last.map(String.init) ?? message
    return StoreError.constraint(name: name, message: message)
  }
}
