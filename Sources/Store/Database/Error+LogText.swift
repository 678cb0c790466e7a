import Glibc

extension Error {
  /// What a log says of this error: trouble with a disk or a database in the system's own words.
  package var logText: String {
    switch self as? StoreError {
    case .file(let operation, let path, let code):
      "\(operation) \(path): \(String(cString: strerror(code)))"
    case .busy(let path): "\(path): another program holds the database"
    case .damaged(let path, let reason), .unusable(let path, let reason): "\(path): \(reason)"
    default: "\(self)"
    }
  }
}
