import CEpoll
import Glibc

/// One epoll instance, level-triggered. What it watches carries a 64-bit tag that comes back with
/// each event.
struct Epoll {
  /// What to be told of. Hang-ups and errors are always told.
  struct Interest: OptionSet {
    let rawValue: UInt32
    static let read = Interest(rawValue: EPOLLIN.rawValue)
    static let write = Interest(rawValue: EPOLLOUT.rawValue)
  }

  /// What happened to a watched descriptor.
  struct Event {
    let tag: UInt64
    let isReadable: Bool
    let isWritable: Bool
    /// Both directions are over: a reset, an error, or a full close.
    let isBroken: Bool
  }

  private let descriptor: Int32
  private var events = [epoll_event](repeating: epoll_event(), count: 256)

  init() throws(ServerError) {
    descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
    guard descriptor >= 0 else { throw .system(call: "epoll_create1", errno: errno) }
  }

  func add(_ watched: Int32, _ interest: Interest, tag: UInt64) -> Bool {
    control(EPOLL_CTL_ADD, watched, interest, tag)
  }

  func change(_ watched: Int32, _ interest: Interest, tag: UInt64) {
    _ = control(EPOLL_CTL_MOD, watched, interest, tag)
  }

  func remove(_ watched: Int32) {
    _ = control(EPOLL_CTL_DEL, watched, [], 0)
  }

  private func control(
    _ operation: Int32, _ watched: Int32, _ interest: Interest, _ tag: UInt64
  ) -> Bool {
    var event = epoll_event(events: interest.rawValue, data: epoll_data_t(u64: tag))
    return epoll_ctl(descriptor, operation, watched, &event) == 0
  }

  /// Waits for events, at most `milliseconds` (for ever if negative). Returns how many there are.
  mutating func wait(milliseconds: Int32) -> Int {
    let count = epoll_wait(descriptor, &events, Int32(events.count), milliseconds)
    return max(0, Int(count))
  }

  /// The event at `index` of the last wait.
  func event(at index: Int) -> Event {
    let event = events[index]
    return Event(
      tag: event.data.u64,
      isReadable: event.events & EPOLLIN.rawValue != 0,
      isWritable: event.events & EPOLLOUT.rawValue != 0,
      isBroken: event.events & (EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0)
  }

  func close() {
    Glibc.close(descriptor)
  }
}
