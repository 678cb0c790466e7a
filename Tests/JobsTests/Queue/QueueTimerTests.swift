import Jobs
import Logging
import Synchronization
import Testing

@Suite struct QueueTimerTests {
  @Test func whatFailsEverySecondIsLoggedOnceAndSoIsItsEnd() throws {
    let fixture = try QueueFixture()
    _ = try fixture.submit()
    _ = try fixture.claim("w")
    let lines = LogLines()
    let timer = QueueTimer(fixture.queue, log: Logger(label: "test") { _ in lines })
    defer { timer.stop() }
    timer.doWhatIsDue()
    // Its lease is to be ended, or renewed after the pause.
    fixture.stall(100)
    try fixture.whileLocked {
      for _ in 1...3 { timer.doWhatIsDue() }
    }
    timer.doWhatIsDue()
    #expect(lines.texts == ["error the queue stands still", "notice the queue goes on"])
  }
}

/// Keeps what is logged, with the level before it.
private final class LogLines: LogHandler, Sendable {
  private let lines = Mutex<[String]>([])

  var texts: [String] { lines.withLock { $0 } }

  var logLevel: Logger.Level {
    get { .trace }
    set {}
  }

  var metadata: Logger.Metadata {
    get { [:] }
    set {}
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { nil }
    set {}
  }

  func log(event: LogEvent) {
    lines.withLock { $0.append("\(event.level) \(event.message)") }
  }
}
