import Dispatch
package import Logging

/// Brings time to a queue: calls `tick` every second, and `clean` every hour, until it is stopped.
package final class QueueTimer: Sendable {
  private let queue = DispatchQueue(label: "jobs.timer")
  private let timers: [any DispatchSourceTimer]

  package init(_ jobs: JobQueue, log: Logger) {
    timers = [
      Self.timer(queue, every: .seconds(1), log: log) { try jobs.tick() },
      Self.timer(queue, every: .seconds(3600), log: log) { try jobs.clean() },
    ]
  }

  deinit {
    stop()
  }

  /// Returns when the last call is over.
  package func stop() {
    for timer in timers { timer.cancel() }
    queue.sync {}
  }

  private static func timer(
    _ queue: DispatchQueue, every interval: DispatchTimeInterval, log: Logger,
    _ body: @escaping @Sendable () throws -> Void
  ) -> any DispatchSourceTimer {
    let timer = DispatchSource.makeTimerSource(queue: queue)
    timer.schedule(deadline: .now() + interval, repeating: interval)
    timer.setEventHandler {
      do { try body() } catch { log.error("the queue's clock failed: \(error)") }
    }
    timer.activate()
    return timer
  }
}
