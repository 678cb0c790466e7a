import Experiments
import Foundation
import Training

/// Hears what a training reports, on the thread that trains, and passes it on without waiting.
final class JobObserver: TrainingObserver, Sendable {
  private let delivery: JobDelivery
  private let control: JobControl
  private let folder: URL

  /// - Parameter folder: where checkpoints wait for their upload.
  init(delivery: JobDelivery, control: JobControl, folder: URL) {
    (self.delivery, self.control, self.folder) = (delivery, control, folder)
  }

  func record(_ record: TrainingRecord) throws {
    try delivery.append(SpooledRecords(record, time: Date()))
  }

  func save(_ write: () throws -> Void) throws {
    try delivery.disk.untilThereIsRoom(write)
  }

  func progress(_ progress: TrainingProgress) {
    control.progress = JobProgress(progress)
  }

  func checkpoint(_ checkpoint: URL, step: Int, kind: CheckpointKind) throws {
    switch kind {
    case .periodic: try post(checkpoint, step: step, as: JobArtifact.lastCheckpoint)
    case .best: try post(checkpoint, step: step, as: JobArtifact.bestCheckpoint)
    // What it is called depends on why the training ends, which its result tells.
    case .final: break
    }
  }

  func stopRequested() -> Bool {
    control.stopReason != nil
  }

  /// Hands over what the training came to.
  func end(_ result: TrainingResult) throws {
    switch result.outcome {
    case .completed:
      try delivery.append(SpooledRecords(result, time: Date()))
      try post(result.finalCheckpoint, step: result.step, as: JobArtifact.finalCheckpoint)
      if let network = result.packedNetwork {
        try post(file: network, step: result.step, as: JobArtifact.network)
      }
    case .stopped:
      if control.stopReason == .leaseLost { throw LeaseLost() }
      try post(result.finalCheckpoint, step: result.step, as: JobArtifact.lastCheckpoint)
    }
  }

  /// Hands the file of a checkpoint over for upload.
  private func post(_ checkpoint: URL, step: Int, as path: String) throws {
    try post(file: checkpoint.appending(path: Checkpoint.fileName), step: step, as: path)
  }

  /// Hands a file over for upload, under a name that training does not touch. A link is enough: the
  /// engine replaces its files and never writes into one that is complete.
  private func post(file source: URL, step: Int, as path: String) throws {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let file = folder.appending(path: "\(step)-\(UUID().uuidString)-\(name)")
    try delivery.check()
    try delivery.disk.untilThereIsRoom {
      try FileManager.default.linkItem(at: source, to: file)
    }
    delivery.outbox.post(ArtifactOutbox.Parcel(file: file, path: path))
  }
}
