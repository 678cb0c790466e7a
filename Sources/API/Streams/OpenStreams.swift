import Dispatch
import HTTP
import Synchronization

/// Looks after the answers that stay open: shows that their connections live, and ends those whose
/// reader would not be let in any more, because the token was revoked or the session has ended.
final class OpenStreams: Sendable {
  private struct Entry {
    let body: BodyStream
    let request: Request
    let isOfEvents: Bool
  }

  private struct State {
    var next = 0
    var entries: [Int: Entry] = [:]
  }

  /// Seconds between two comments, by which proxies and browsers see that a stream lives, and the
  /// server sees which readers are gone. Readers are looked at every second.
  private static let beat = 15

  private let authorizer: Authorizer
  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "api.streams")

  init(authorizer: Authorizer) {
    self.authorizer = authorizer
    schedule(second: 1)
  }

  private func schedule(second: Int) {
    queue.asyncAfter(deadline: .now() + 1) { [weak self] in
      self?.look(isBeat: second.isMultiple(of: Self.beat))
      self?.schedule(second: second + 1)
    }
  }

  /// Looks after the body of the answer to a request until it ends. One of events is told why it
  /// ends and gets comments; any other is broken off.
  func add(_ body: BodyStream, of request: Request, isOfEvents: Bool) {
    let key = state.withLock { state in
      state.next += 1
      state.entries[state.next] = Entry(body: body, request: request, isOfEvents: isOfEvents)
      return state.next
    }
    body.onClose { [weak self] _ in
      self?.state.withLock { _ = $0.entries.removeValue(forKey: key) }
    }
  }

  private func look(isBeat: Bool) {
    let entries = state.withLock { Array($0.entries.values) }
    for entry in entries {
      if authorizer.refusal(of: .read, to: entry.request) != nil {
        if entry.isOfEvents {
          entry.body.close(.accessEnded, saying: ServerSentText.accessEnded)
        } else {
          entry.body.abort(.accessEnded)
        }
      } else if isBeat, entry.isOfEvents {
        entry.body.write(ServerSentText.heartbeat)
      }
    }
  }
}
