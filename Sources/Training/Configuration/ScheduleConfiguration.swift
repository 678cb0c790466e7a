/// How the learning rate moves from the first step to the last.
package struct ScheduleConfiguration: Sendable, Equatable {
  /// The shape of the curve after the warm-up.
  package enum Shape: Sendable, Equatable {
    /// Half a cosine from the full rate to zero, without restarts.
    case cosine
    /// The full rate times `gamma` for each of the `milestones` passed, which are in epochs.
    case step(milestones: [Double], gamma: Double)
    /// The full rate throughout.
    case constant
  }

  /// The shape of the curve.
  package var shape: Shape
  /// Steps over which the rate rises linearly to its full value.
  package var warmupSteps: Int

  package init(shape: Shape = .cosine, warmupSteps: Int = 0) {
    self.shape = shape
    self.warmupSteps = warmupSteps
  }
}
