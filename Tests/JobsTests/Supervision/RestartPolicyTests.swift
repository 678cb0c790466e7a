import Jobs
import Testing

@Suite struct RestartPolicyTests {
  private let policy = RestartPolicy(base: 1, cap: 10, healthySeconds: 30)

  @Test func onlyEarlyEndsInARowCount() {
    #expect(policy.earlyEnds(before: 0, ranFor: 1) == 1)
    #expect(policy.earlyEnds(before: 4, ranFor: 29.9) == 5)
    #expect(policy.earlyEnds(before: 4, ranFor: 30) == 0)
  }

  @Test func theFirstRestartIsAtOnceAndLaterOnesWaitLonger() {
    #expect((0...7).map { policy.delay(earlyEnds: $0) } == [0, 0, 1, 2, 4, 8, 10, 10])
  }
}
