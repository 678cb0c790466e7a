package import Foundation

/// What a run came to.
package struct TrainingResult: Sendable, Equatable {
  /// Why the run ended.
  package enum Outcome: String, Sendable {
    /// All epochs were trained.
    case completed
    /// The observer asked to stop; the final checkpoint is where to resume.
    case stopped
  }

  /// Why the run ended.
  package var outcome: Outcome
  /// Updates made.
  package var step: Int
  /// Mean cross-entropy on the test set, at the last evaluation that this process made; zero if it
  /// made none.
  package var testLoss: Double
  /// Top-1 share on the test set then, 0...1.
  package var testAccuracy: Double
  /// Top-5 share on the test set then, 0...1.
  package var testTop5: Double
  /// The highest top-1 share of any epoch, 0...1.
  package var bestTestAccuracy: Double
  /// Bytes of the model: quantized weights at their bits, everything else in float32.
  package var modelBytes: Int
  /// Seconds that this process trained, evaluation and recording included.
  package var seconds: Double
  /// Training examples a second over the training steps, without evaluation.
  package var imagesPerSecond: Double
  /// Folder of the last checkpoint.
  package var finalCheckpoint: URL
  /// File of the trained network at its bits; nil in float32 and for a run that was stopped.
  package var packedNetwork: URL?

  package init(
    outcome: Outcome, step: Int, testLoss: Double, testAccuracy: Double, testTop5: Double,
    bestTestAccuracy: Double, modelBytes: Int, seconds: Double, imagesPerSecond: Double,
    finalCheckpoint: URL, packedNetwork: URL? = nil
  ) {
    self.outcome = outcome
    self.step = step
    self.testLoss = testLoss
    self.testAccuracy = testAccuracy
    self.testTop5 = testTop5
    self.bestTestAccuracy = bestTestAccuracy
    self.modelBytes = modelBytes
    self.seconds = seconds
    self.imagesPerSecond = imagesPerSecond
    self.finalCheckpoint = finalCheckpoint
    self.packedNetwork = packedNetwork
  }
}
