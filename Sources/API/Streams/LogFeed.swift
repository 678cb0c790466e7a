import Dispatch
import Experiments
import HTTP
import Jobs
import Synchronization

/// Sends the lines of a job's log as they come, until the job ends or the reader goes.
final class LogFeed: Sendable {
  private let follower: LogFollower
  private let body: BodyStream
  /// One reader at a time, off the thread that tells events.
  private let queue = DispatchQueue(label: "api.log")
  private let subscription = Mutex<EventFeed.Subscription?>(nil)
  /// Read, and waiting for room in the body.
  private let unsent = Mutex<[UInt8]?>(nil)

  init(follower: LogFollower, body: BodyStream) {
    (self.follower, self.body) = (follower, body)
  }

  /// Lives as long as its subscription, which ends with the body.
  func attach(to events: EventFeed) {
    let subscription = events.subscribe { [self] entry in
      switch entry.event {
      case .log(let lines) where lines.jobId == follower.job: queue.async { self.send() }
      case .job(let job) where job.id == follower.job && job.state.isFinal:
        queue.async { self.send() }
      default: break
      }
    }
    self.subscription.withLock { $0 = subscription }
    body.onClose { [self] _ in
      self.subscription.withLock { stored in
        stored?.cancel()
        stored = nil
      }
    }
    queue.async { self.send() }
  }

  private func send() {
    // What waits for room is followed by the rest.
    guard unsent.withLock({ $0 == nil }) else { return }
    do {
      // Asked first: lines that come before the end are then read below.
      let isLast = try follower.hasEnded()
      while let text = try follower.next() {
        guard put(text) else { return }
      }
      if isLast { body.close() }
    } catch {
      body.abort(.producerFailed)
    }
  }

  /// Returns whether more can follow at once. If the reader must take something first, it follows
  /// then.
  private func put(_ text: [UInt8]) -> Bool {
    switch body.write(text) {
    case .accepted: return true
    case .closed: return false
    case .full:
      unsent.withLock { $0 = text }
      body.onRoom { [self] in queue.async { self.goOn() } }
      return false
    }
  }

  private func goOn() {
    let text = unsent.withLock { unsent in
      defer { unsent = nil }
      return unsent
    }
    if let text, put(text) { send() }
  }
}
