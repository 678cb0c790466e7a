import Glibc

/// What the queue's own parts refuse; what concerns records is a `StoreError`.
package enum JobsError: Error, Hashable, Sendable {
  /// A worker process could not be started: `code` is errno.
  case spawn(executable: String, code: Int32)
}

extension JobsError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .spawn(let executable, let code):
      "\(executable) cannot be started: \(String(cString: strerror(code)))"
    }
  }
}
