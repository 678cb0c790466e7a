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
    try configuration.model.architecture.check(
      height: shape.height, width: shape.width, field: "model.name")
    guard configuration.model.classes >= dataset.classes else {
      throw TrainingError.invalidConfiguration(
        field: "model.classes",
        reason: "\(configuration.model.classes) is less than the data set's \(dataset.classes)")
    }
    // Before memory for the batch is asked for, which may be more than there is.
    let images = dataset.training.labels.count
    guard images >= configuration.batchSize else {
      throw DataError.tooFewImages(needed: configuration.batchSize, found: images)
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
    do {
      // An epoch whose evaluation a stop cut short.
      try run.finishEpochIfDone()
      while try run.trainBatch() {
        try run.recordMetricsIfDue()
        try run.finishEpochIfDone()
        try run.saveIfDue()
        try run.reportProgress()
      }
    } catch is StopHeard {
      return try run.finish(.stopped)
    }
    return try run.finish(.completed)
  }
}

/// Ends a run whose observer asked to stop; `TrainingLoop` makes a result of it.
struct StopHeard: Error {}
