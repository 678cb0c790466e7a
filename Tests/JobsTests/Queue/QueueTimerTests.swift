import Jobs
import Logging
import TestSupport
import Testing

@Suite struct QueueTimerTests {
  @Test func whatFailsEverySecondIsLoggedOnceAndSoIsItsEnd() throws {
    let fixture = try QueueFixture()
    _ = try fixture.submit()
    _ = try fixture.claim("w")
    let lines = LogLines()
    let timer = QueueTimer(fixture.queue, log: lines.logger)
    defer { timer.stop() }
    timer.doWhatIsDue()
    // Its lease is to be ended, or renewed after the pause.
    fixture.stall(100)
    try fixture.whileLocked {
      for _ in 1...3 { timer.doWhatIsDue() }
    }
    timer.doWhatIsDue()
    #expect(lines.messages == ["the queue stands still", "the queue goes on"])
    #expect(lines.levels == [.error, .notice])
  }
}
