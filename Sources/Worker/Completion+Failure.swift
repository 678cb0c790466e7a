import Client
package import Experiments
import Foundation
import Training

extension Completion {
  /// The last word about an attempt that an error ended. A job that the worker's own disk kept from
  /// its beginning is given back, and so is one whose worker no longer waits for room or for the
  /// service, as it is to end.
  package init(failure error: any Error, lease: String, workerIsToEnd: Bool) {
    let isRetryable = Self.isRetryable(error)
    let isGivenBack =
      if case WorkerError.disk = error { true } else { workerIsToEnd && isRetryable }
    self.init(
      lease: lease, outcome: isGivenBack ? .canceled : .failed,
      reason: error.localizedDescription.storable(Self.maximumReason), retryable: isRetryable)
  }

  /// Whether the same job may end otherwise next time. A bad spec, bad data and a diverged training
  /// fail the same way again; a full disk may have room by then.
  private static func isRetryable(_ error: any Error) -> Bool {
    switch error {
    case TrainingError.unusableCheckpoint: true
    case is TrainingError: false
    case DataError.unwritable: true
    case is DataError: false
    case WorkerError.noWeights: false
    case ClientError.file(let error): error.isOfRoom
    case let error as ClientError: error.isTransient
    case let failure as ArtifactOutbox.UploadFailure: failure.error.isTransient
    default: true
    }
  }
}
