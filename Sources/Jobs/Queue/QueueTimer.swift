import Dispatch
package import Logging
import Synchronization

/// Brings time to a queue: calls `tick` every second, and `clean` every hour, until it is stopped.
package final class QueueTimer: Sendable {
  private let jobs: JobQueue
  private let log: Logger
  private let queue = DispatchQueue(label: "jobs.timer")
  private let isStopped = Mutex(false)

  package init(_ jobs: JobQueue, log: Logger) {
    self.jobs = jobs
    self.log = log
    schedule(second: 1)
  }

  /// Returns when the last call is over.
  package func stop() {
    isStopped.withLock { $0 = true }
    queue.sync {}
  }

  private func schedule(second: Int) {
    queue.asyncAfter(deadline: .now() + 1) { [weak self] in
      guard let self, !isStopped.withLock({ $0 }) else { return }
      do {
        try jobs.tick()
        if second.isMultiple(of: 3600) { try jobs.clean() }
      } catch {
        log.error("the queue's clock failed", metadata: ["error": "\(error)"])
      }
      schedule(second: second + 1)
    }
  }
}
