/// How far a run is.
package struct TrainingProgress: Sendable, Equatable {
  /// Updates made.
  package var step: Int
  /// Updates that the run will make in all.
  package var steps: Int
  /// Epochs completed.
  package var epoch: Int
  /// Epochs in all.
  package var epochs: Int
  /// Training examples a second, evaluation and recording included, since this process began.
  package var imagesPerSecond: Double
  /// Seconds left at this speed; not finite while it is zero, before the first step.
  package var secondsLeft: Double

  package init(
    step: Int, steps: Int, epoch: Int, epochs: Int, imagesPerSecond: Double, secondsLeft: Double
  ) {
    self.step = step
    self.steps = steps
    self.epoch = epoch
    self.epochs = epochs
    self.imagesPerSecond = imagesPerSecond
    self.secondsLeft = secondsLeft
  }
}
