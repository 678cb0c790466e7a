import Dispatch
package import Logging
import Store
import Synchronization

/// Brings time to a queue: calls `tick` every second, until it is stopped.
package final class QueueTimer: Sendable {
  private let jobs: JobQueue
  private let log: Logger
  private let queue = DispatchQueue(label: "jobs.timer")
  private let isStopped = Mutex(false)

  package init(_ jobs: JobQueue, log: Logger) {
    self.jobs = jobs
    self.log = log
    schedule()
  }

  /// Returns when the last call is over.
  package func stop() {
    isStopped.withLock { $0 = true }
    queue.sync {}
  }

  private func schedule() {
    queue.asyncAfter(deadline: .now() + 1) { [weak self] in
      guard let self, !isStopped.withLock({ $0 }) else { return }
      do {
        try jobs.tick()
      } catch {
        log.error("the queue's clock failed", metadata: ["error": "\(error.logText)"])
      }
      schedule()
    }
  }
}
