import Foundation

/// The learning rate at each step of a run.
package struct LearningRate: Sendable, Equatable {
  private let base: Double
  private let schedule: ScheduleConfiguration
  private let steps: Int

  /// - Parameter steps: steps of the whole run.
  package init(base: Double, schedule: ScheduleConfiguration, steps: Int) {
    self.base = base
    self.schedule = schedule
    self.steps = steps
  }

  /// The rate of the update after `step` updates.
  ///
  /// Warm-up: base * (step + 1) / (warmupSteps + 1). Cosine: base * (1 + cos(pi * t)) / 2 with t the share of the
  /// steps after the warm-up that are done. Loshchilov and Hutter 2017, without restarts.
  package func callAsFunction(_ step: Int) -> Double {
    if step < schedule.warmupSteps {
      return base * Double(step + 1) / Double(schedule.warmupSteps + 1)
    }
    switch schedule.shape {
    case .constant:
      return base
    case .cosine:
      let length = max(1, steps - schedule.warmupSteps)
      return base * (1 + cos(.pi * Double(step - schedule.warmupSteps) / Double(length))) / 2
    }
  }
}
