import Synchronization

/// Answers one deferred request, from any thread, once.
///
/// Released without an answer, it answers 500, so that no client waits for ever.
package final class Responder: Sendable {
  private enum State {
    /// Not answered; the closures to tell when the client goes.
    case waiting([@Sendable (CloseReason) -> Void])
    /// Not answered, and the client is gone (or the server drains).
    case closed(CloseReason)
    case answered
  }

  private let state = Mutex(State.waiting([]))
  private let deliver: @Sendable (Response?) -> Void

  /// A responder whose answer goes to `deliver`; `nil` means it was dropped unanswered.
  package init(deliver: @escaping @Sendable (Response?) -> Void) {
    self.deliver = deliver
  }

  deinit {
    let unanswered = state.withLock { state in
      if case .answered = state { return false }
      return true
    }
    if unanswered {
      deliver(nil)
    }
  }

  /// Sends the answer. False if one was given before; then nothing happens.
  @discardableResult
  package func respond(_ response: Response) -> Bool {
    let first = state.withLock { state in
      if case .answered = state { return false }
      state = .answered
      return true
    }
    if first {
      deliver(response)
    }
    return first
  }

  /// Calls `action` when the client goes away before the answer, or the server begins to drain (the
  /// answer is then still wanted); at once if that already happened. Runs on the event loop: be
  /// quick.
  package func onClose(_ action: @escaping @Sendable (CloseReason) -> Void) {
    let reason: CloseReason? = state.withLock { state in
      switch state {
      case .waiting(let actions):
        state = .waiting(actions + [action])
        return nil
      case .closed(let reason): return reason
      case .answered: return nil
      }
    }
    if let reason {
      action(reason)
    }
  }

  /// Tells the handler that its client is gone or that the server drains.
  func close(_ reason: CloseReason) {
    let actions: [@Sendable (CloseReason) -> Void] = state.withLock { state in
      switch state {
      case .waiting(let actions):
        state = .closed(reason)
        return actions
      case .closed:
        state = .closed(reason)
        return []
      case .answered: return []
      }
    }
    for action in actions {
      action(reason)
    }
  }
}
