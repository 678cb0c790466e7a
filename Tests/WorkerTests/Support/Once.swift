import Jobs
import Synchronization

/// Resumes a continuation at the first of several calls, and ends the subscription that made them.
final class Once: Sendable {
  private struct State {
    var continuation: CheckedContinuation<Void, Never>?
    var subscription: EventFeed.Subscription?
  }

  private let state: Mutex<State>

  init(_ continuation: CheckedContinuation<Void, Never>) {
    state = Mutex(State(continuation: continuation))
  }

  var subscription: EventFeed.Subscription? {
    get { state.withLock { $0.subscription } }
    set { state.withLock { if $0.continuation != nil { $0.subscription = newValue } } }
  }

  func resume() {
    let continuation = state.withLock { state in
      defer { state = State(continuation: nil, subscription: nil) }
      return state.continuation
    }
    continuation?.resume()
  }
}
