import Jobs
import Testing

@Suite struct RetryPolicyTests {
  private let policy = RetryPolicy(base: 2, cap: 60)

  @Test func pausesDoubleUpToTheCap() {
    let pauses = (1...8).map { policy.delay(failures: $0, jitter: 1) }
    #expect(pauses == [2, 4, 8, 16, 32, 60, 60, 60])
    #expect(policy.delay(failures: 10_000, jitter: 1) == 60)
  }

  @Test func theUpperHalfIsDrawnByLot() {
    #expect(policy.delay(failures: 3, jitter: 0) == 4)
    #expect(policy.delay(failures: 3, jitter: 0.5) == 6)
  }
}
