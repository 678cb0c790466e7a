import Client
import Foundation
import Glibc

/// What keeps a worker from a job, other than the service and the training itself.
package enum WorkerError: Error, Hashable, Sendable {
  /// This machine does not write or read the files that a job begins with: another may.
  case disk(path: String, reason: String)
  /// The lease names no run for the weights of a job or run that the spec asks for.
  case noWeights(of: String)

  /// - Parameter code: errno.
  static func disk(path: String, code: Int32) -> WorkerError {
    .disk(path: path, reason: "\(String(cString: strerror(code))) (errno \(code))")
  }

  /// What an error says of a file on this machine; nil if it is about none.
  ///
  /// - Parameter folder: where the file is, for an error that does not name it.
  init?(ofDisk error: any Error, in folder: URL) {
    switch error {
    case let error as WorkerError: self = error
    case ClientError.file(let path, let reason): self = .disk(path: path, reason: reason)
    case ClientError.diskFull(let path): self = .disk(path: path, code: ENOSPC)
    case let error as POSIXError: self = .disk(path: folder.path, code: error.code.rawValue)
    case let error as CocoaError:
      let path = error.filePath ?? folder.path
      // Which of the two depends on the part of Foundation that threw it.
      let code =
        (error.underlying as? POSIXError)?.code.rawValue
        ?? (error.underlying as? NSError).map { Int32($0.code) }
      if let code {
        self = .disk(path: path, code: code)
      } else {
        self = .disk(path: path, reason: error.localizedDescription)
      }
    default: return nil
    }
  }
}

extension WorkerError: LocalizedError, CustomStringConvertible {
  package var description: String {
    switch self {
    case .disk(let path, let reason): "cannot use \(path): \(reason)"
    case .noWeights(let id): "the service did not say which run has the weights of \(id)"
    }
  }

  package var errorDescription: String? { description }
}
