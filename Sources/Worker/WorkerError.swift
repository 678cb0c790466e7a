package import Client
import Foundation

/// What keeps a worker from a job, other than the service and the training itself.
package enum WorkerError: Error, Hashable, Sendable {
  /// This machine does not write or read the files that a job begins with: another may.
  case disk(FileError)
  /// The lease names no run for the weights of a job or run that the spec asks for.
  case noWeights(of: String)
  /// Another program cut the file of records that wait for the service short, or wrote into it.
  case damagedSpool(path: String)
}

extension WorkerError: LocalizedError, CustomStringConvertible {
  package var description: String {
    switch self {
    case .disk(let error): "cannot use \(error.path): \(error.reason) (errno \(error.code))"
    case .noWeights(let id): "the service did not say which run has the weights of \(id)"
    case .damagedSpool(let path): "\(path) was damaged: records that it held are lost"
    }
  }

  package var errorDescription: String? { description }
}
