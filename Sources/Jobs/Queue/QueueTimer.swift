import Dispatch
package import Logging
import Store
import Synchronization

/// Brings time to a queue: calls `tick` every second, until it is stopped.
package final class QueueTimer: Sendable {
  private struct State {
    var isStopped = false
    /// What kept the last call from doing what was due; nil for nothing.
    var failure: String?
  }

  private let jobs: JobQueue
  private let log: Logger
  private let queue = DispatchQueue(label: "jobs.timer")
  private let state = Mutex(State())

  package init(_ jobs: JobQueue, log: Logger) {
    self.jobs = jobs
    self.log = log
    schedule()
  }

  /// Returns when the last call is over.
  package func stop() {
    state.withLock { $0.isStopped = true }
    queue.sync {}
  }

  private func schedule() {
    queue.asyncAfter(deadline: .now() + 1) { [weak self] in
      guard let self, !state.withLock({ $0.isStopped }) else { return }
      doWhatIsDue()
      schedule()
    }
  }

  /// Does what is due. What fails is tried again a second later, and logged once, as is its end.
  package func doWhatIsDue() {
    do {
      try jobs.tick()
      if change(failure: nil) { log.notice("the queue goes on") }
    } catch {
      if change(failure: error.logText) {
        log.error("the queue stands still", metadata: ["error": "\(error.logText)"])
      }
    }
  }

  /// Whether that is another failure than the last one.
  private func change(failure: String?) -> Bool {
    state.withLock { state in
      defer { state.failure = failure }
      return state.failure != failure
    }
  }
}
