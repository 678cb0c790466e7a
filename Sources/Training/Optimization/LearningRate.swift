import Foundation

/// The learning rate at each step of a run.
package struct LearningRate: Sendable, Equatable {
  private let base: Double
  private let schedule: ScheduleConfiguration
  private let steps: Int
  private let stepsPerEpoch: Int

  /// - Parameters:
  ///   - steps: steps of the whole run.
  ///   - stepsPerEpoch: what milestones are counted in.
  package init(base: Double, schedule: ScheduleConfiguration, steps: Int, stepsPerEpoch: Int) {
    self.base = base
    self.schedule = schedule
    self.steps = steps
    self.stepsPerEpoch = stepsPerEpoch
  }

  /// The rate of the update after `step` updates.
  ///
  /// Warm-up: base * (step + 1) / (warmupSteps + 1).
  /// Cosine: base * (1 + cos(pi * t)) / 2 with t the share of the steps after the warm-up that are
  /// done (Loshchilov and Hutter 2017, without restarts).
  /// Step: base * gamma^n with n the milestones that are passed.
  package func callAsFunction(_ step: Int) -> Double {
    if step < schedule.warmupSteps {
      return base * Double(step + 1) / Double(schedule.warmupSteps + 1)
    }
    switch schedule.shape {
    case .constant:
      return base
    case .step(let milestones, let gamma):
      let epochs = Double(step) / Double(stepsPerEpoch)
      return base * pow(gamma, Double(milestones.count { $0 <= epochs }))
    case .cosine:
      let length = max(1, steps - schedule.warmupSteps)
      return base * (1 + cos(.pi * Double(step - schedule.warmupSteps) / Double(length))) / 2
    }
  }
}
