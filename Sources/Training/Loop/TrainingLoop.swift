package import Foundation
import Networks
import Tensors

/// Trains a network as its configuration says, and reports to an observer as it goes.
///
/// Not Sendable: run on one thread, which becomes the first of its threads.
package final class TrainingLoop {
  private let configuration: TrainingConfiguration
  private let workFolder: URL
  private let observer: any TrainingObserver
  private let dataset: ImageDataset

  /// - Parameters:
  ///   - configuration: what to train.
  ///   - workFolder: where checkpoints are written; made if missing.
  ///   - observer: hears records, progress and checkpoints. Kept strongly.
  /// - Throws: `TrainingError.invalidConfiguration`, or what the data set throws.
  package init(
    configuration: TrainingConfiguration, workFolder: URL, observer: any TrainingObserver
  ) throws {
    try configuration.validate()
    self.configuration = configuration
    self.workFolder = workFolder
    self.observer = observer
    dataset = try configuration.dataset.load()
    let shape = dataset.shape
    if let architecture = Architecture.named(configuration.model.name),
      ![shape.height, shape.width].allSatisfy(architecture.sides.contains)
    {
      throw TrainingError.invalidConfiguration(
        field: "model.name",
        reason: "\(architecture.name) takes images of \(architecture.sides.lowerBound) to "
          + "\(architecture.sides.upperBound) pixels a side, not \(shape.height) x \(shape.width)")
    }
    guard configuration.model.classes >= dataset.classes else {
      throw TrainingError.invalidConfiguration(
        field: "model.classes",
        reason: "\(configuration.model.classes) is less than the data set's \(dataset.classes)")
    }
  }

  /// Trains to the end, or until the observer asks to stop.
  /// - Parameter checkpoint: a checkpoint folder of the same configuration to go on from.
  /// - Throws: `TrainingError`, and whatever the observer throws.
  package func run(resumingFrom checkpoint: URL? = nil) throws -> TrainingResult {
    let run = try TrainingRun(
      configuration, dataset: dataset, workFolder: workFolder, observer: observer,
      resumingFrom: checkpoint)
    try run.begin()
    while try run.trainBatch() {
      try run.recordMetricsIfDue()
      try run.finishEpochIfDone()
      try run.saveIfDue()
      if run.reportProgress() { return try run.finish(.stopped) }
    }
    return try run.finish(.completed)
  }
}
