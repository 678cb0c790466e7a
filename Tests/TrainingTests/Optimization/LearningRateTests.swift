import Testing
import Training

@Suite struct LearningRateTests {
  @Test func cosineFallsFromTheFullRateToZero() {
    let rate = LearningRate(
      base: 2, schedule: ScheduleConfiguration(), steps: 100, stepsPerEpoch: 10)
    #expect(rate(0) == 2)
    #expect(abs(rate(50) - 1) < 1e-12)
    #expect(rate(99) > 0 && rate(99) < 1e-3)
  }

  @Test func warmUpRisesToTheFullRate() {
    let rate = LearningRate(
      base: 1, schedule: ScheduleConfiguration(shape: .constant, warmupSteps: 3), steps: 10,
      stepsPerEpoch: 10)
    #expect((0..<5).map { rate($0) } == [0.25, 0.5, 0.75, 1, 1])
  }

  @Test func eachMilestoneMultipliesTheRate() {
    let rate = LearningRate(
      base: 1,
      schedule: ScheduleConfiguration(
        shape: .step(milestones: [1, 2.5], gamma: 0.5), warmupSteps: 2), steps: 40,
      stepsPerEpoch: 10)
    #expect((0..<4).map { rate($0) } == [1.0 / 3, 2.0 / 3, 1, 1])
    #expect([9, 10, 24, 25, 39].map { rate($0) } == [1, 0.5, 0.5, 0.25, 0.25])
  }
}
