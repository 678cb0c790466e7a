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

  /// The file that an error is about; nil if it is about none on this machine.
  init?(ofDisk error: any Error) {
    switch error {
    case let error as WorkerError: self = error
    case ClientError.file(let path, let reason): self = .disk(path: path, reason: reason)
    case ClientError.diskFull(let path): self = .disk(path: path, code: ENOSPC)
    case let error as POSIXError: self = .disk(path: "the work folder", code: error.code.rawValue)
    case let error as CocoaError:
      let path = error.filePath ?? "the work folder"
      if let code = (error.underlying as? POSIXError)?.code.rawValue {
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
