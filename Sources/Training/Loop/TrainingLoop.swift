package import Foundation

/// Trains a network as its configuration says, and reports to an observer as it goes.
///
/// Not Sendable: made, run and released on one thread, which becomes the first of its threads.
package final class TrainingLoop {
  private let configuration: TrainingConfiguration
  private let workFolder: URL
  private let observer: any TrainingObserver

  /// - Parameters:
  ///   - configuration: what to train.
  ///   - workFolder: where checkpoints are written; made if missing.
  ///   - observer: hears records, progress and checkpoints. Kept strongly.
  /// - Throws: `TrainingError.invalidConfiguration`, or what the data set throws.
  package init(
    configuration: TrainingConfiguration, workFolder: URL, observer: any TrainingObserver
  ) throws {
    self.configuration = configuration
    self.workFolder = workFolder
    self.observer = observer
  }

  /// Trains to the end, or until the observer asks to stop.
  /// - Parameter checkpoint: a checkpoint folder of the same configuration to go on from.
  /// - Throws: `TrainingError`, and whatever the observer throws.
  package func run(resumingFrom checkpoint: URL? = nil) throws -> TrainingResult {
    throw TrainingError.invalidConfiguration(
      field: "model", reason: "\(configuration.model.name) cannot be trained by this build")
  }
}
