import Testing

import Worker

struct BackoffTests {
  @Test("Pauses double to the limit, each within its upper half, and begin anew")
  func pauses() {
    var backoff = Backoff(first: .seconds(1), limit: .seconds(5))
    for whole in [1, 2, 4, 5, 5, 5] {
      let pause = backoff.next()
      #expect((Duration.seconds(whole) / 2...Duration.seconds(whole)).contains(pause))
    }
    backoff.reset()
    #expect(backoff.next() <= .seconds(1))
  }
}
