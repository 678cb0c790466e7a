/// How far a job is, as its worker last reported.
package struct JobProgress: Codable, Hashable, Sendable {
  /// Optimizer steps done.
  package var step: Int
  /// Optimizer steps of the whole job.
  package var steps: Int
  /// The epoch in work, from 0.
  package var epoch: Int
  package var epochs: Int
  package var imagesPerSecond: Double
  /// Seconds to the end at the present speed; nil before the speed is known.
  package var etaSeconds: Double?

  package init(
    step: Int, steps: Int, epoch: Int, epochs: Int, imagesPerSecond: Double, etaSeconds: Double?
  ) {
    self.step = step
    self.steps = steps
    self.epoch = epoch
    self.epochs = epochs
    self.imagesPerSecond = imagesPerSecond
    self.etaSeconds = etaSeconds
  }
}
