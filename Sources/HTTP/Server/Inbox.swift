import CEpoll
import Glibc
import Synchronization

/// The one way into an event loop from other threads: a list under a lock, and an eventfd that
/// wakes the loop.
final class Inbox: Sendable {
  /// What a loop can be told.
  enum Item: Sendable {
    /// Serve this accepted socket.
    case accepted(AcceptedSocket)
    /// The answer to an exchange; `nil` if its handler let go without one.
    case answer(ExchangeID, Response?, isFinished: Bool)
    /// The body stream of an exchange has something to take.
    case streamReady(ExchangeID)
    /// The sink of an upload is open: its body may come.
    case sinkOpened(ExchangeID)
    /// The sink of an upload took so many bytes.
    case sinkTook(ExchangeID, Int)
    /// End by this time of the monotonic clock, in nanoseconds.
    case drain(deadline: Int64)
  }

  private struct State {
    var items: [Item] = []
    var isSignaled = false
    var isClosed = false
  }

  private let state = Mutex(State())
  let descriptor: Int32

  init() throws(ServerError) {
    descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    guard descriptor >= 0 else { throw .system(call: "eventfd", errno: errno) }
  }

  deinit {
    close(descriptor)
  }

  /// Adds an item and wakes the loop. False once the loop has ended; an answer is then lost.
  @discardableResult
  func post(_ item: Item) -> Bool {
    let (isOpen, mustWake) = state.withLock { state -> (Bool, Bool) in
      guard !state.isClosed else { return (false, false) }
      state.items.append(item)
      defer { state.isSignaled = true }
      return (true, !state.isSignaled)
    }
    if mustWake {
      eventfd_write(descriptor, 1)
    }
    if !isOpen, case .answer(_, let response, _) = item { response?.lose() }
    return isOpen
  }

  /// Takes all items; the loop calls it when the descriptor is readable.
  func take() -> [Item] {
    var count: eventfd_t = 0
    eventfd_read(descriptor, &count)
    return state.withLock { state in
      defer {
        state.items = []
        state.isSignaled = false
      }
      return state.items
    }
  }

  /// Takes the last items and refuses more.
  func end() -> [Item] {
    state.withLock { state in
      state.isClosed = true
      defer { state.items = [] }
      return state.items
    }
  }
}
