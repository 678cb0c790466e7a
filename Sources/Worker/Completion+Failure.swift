import Client
import Experiments
import Foundation
import Training

extension Completion {
  /// The last word about an attempt that an error ended. A job that the worker's own disk kept from
  /// its beginning is given back.
  init(failure error: any Error, lease: String) {
    let outcome: Outcome = if case WorkerError.disk = error { .canceled } else { .failed }
    self.init(
      lease: lease, outcome: outcome,
      reason: error.localizedDescription.storable(Self.maximumReason),
      retryable: Self.isRetryable(error))
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
