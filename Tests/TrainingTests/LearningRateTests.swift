import Testing
import Training

@Suite struct LearningRateTests {
  @Test func cosineFallsFromTheFullRateToZero() {
    let rate = LearningRate(base: 2, schedule: ScheduleConfiguration(), steps: 100)
    #expect(rate(0) == 2)
    #expect(abs(rate(50) - 1) < 1e-12)
    #expect(rate(99) > 0 && rate(99) < 1e-3)
  }

  @Test func warmUpRisesToTheFullRate() {
    let rate = LearningRate(
      base: 1, schedule: ScheduleConfiguration(shape: .constant, warmupSteps: 3), steps: 10)
    #expect((0..<5).map { rate($0) } == [0.25, 0.5, 0.75, 1, 1])
  }
}
