import Dispatch
import HTTP
import Jobs
import Synchronization

/// Sends one reader the events it wants, each when there is room for it.
///
/// A reader that takes its time holds no more than its place in the feed and a buffer; if its place
/// is no longer kept, it is told to read anew, and goes on from there.
final class EventSender: Sendable {
  private struct State {
    /// The id of the last event that was sent or passed over.
    var last: Int
    /// A thread sends, or the body has no room.
    var isSending = false
  }

  private let events: EventFeed
  private let texts: EventTexts
  private let filter: EventFilter
  private let body: BodyStream
  private let state: Mutex<State>

  /// Where those go on for which there was no room: off the threads of the server's loops.
  private static let queue = DispatchQueue(label: "api.events")

  /// - Parameter after: the id of the last event that the reader has; nil for one that has none.
  init(
    _ events: EventFeed, texts: EventTexts, filter: EventFilter, after: Int?, to body: BodyStream
  ) {
    (self.events, self.texts, self.filter, self.body) = (events, texts, filter, body)
    let start = after ?? events.lastId
    state = Mutex(State(last: start))
    // A reader that comes back before the first event then goes on from here.
    body.write(ServerSentText.opening(id: start))
  }

  /// Sends what the reader has missed, then what comes, until the body ends.
  func start() {
    let subscription = events.subscribe({ [self] _ in send() }, began: { [self] in send() })
    body.onClose { _ in subscription.cancel() }
    send()
  }

  /// Does nothing while another thread sends, or will: that one finds what has come.
  private func send() {
    let isFirst = state.withLock { state in
      defer { state.isSending = true }
      return !state.isSending
    }
    if isFirst { goOn() }
  }

  private func goOn() {
    while let (id, text) = next() {
      switch text.map(body.write) {
      case .full:
        body.onRoom { [self] in Self.queue.async { self.goOn() } }
        return
      case .closed: return
      case .accepted, nil: state.withLock { $0.last = id }
      }
    }
  }

  /// The id of what comes next and its text, nil for an event that the reader does not want; nil,
  /// and no longer sending, if there is nothing.
  private func next() -> (id: Int, text: [UInt8]?)? {
    let next = state.withLock { state in
      let next = events.next(after: state.last)
      if case .nothing = next { state.isSending = false }
      return next
    }
    switch next {
    case .nothing: return nil
    case .entry(let entry):
      return (entry.id, filter.admits(entry.event) ? try? texts.text(of: entry) : nil)
    case .missed(let last): return (last, ServerSentText.missed(id: last))
    }
  }
}
