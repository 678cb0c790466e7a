package import Foundation

/// Hears what a run reports, on the thread that trains.
package protocol TrainingObserver: AnyObject {
  /// Takes a record. An error ends the run.
  func record(_ record: TrainingRecord) throws

  /// Takes the progress, after every step.
  func progress(_ progress: TrainingProgress)

  /// Runs `write`, which puts a checkpoint on disk; again, where it is worth to wait for room
  /// there.
  func save(_ write: () throws -> Void) throws

  /// Takes a checkpoint that is complete on disk. The folder of a `.periodic` one may be replaced
  /// by a later checkpoint once this returns. An error ends the run.
  func checkpoint(_ folder: URL, step: Int, kind: CheckpointKind) throws

  /// Asked after every step, and before every batch of what comes between steps: evaluation, and
  /// taking batch-norm's statistics anew. True ends the run with a checkpoint.
  func stopRequested() -> Bool
}

extension TrainingObserver {
  package func save(_ write: () throws -> Void) throws { try write() }
}
