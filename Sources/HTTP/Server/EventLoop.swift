import Glibc

/// One thread that serves its share of the connections: waits for sockets, parses, answers, writes.
///
/// A loop lives on one thread and is not Sendable; what other threads have for it comes through its
/// inbox.
final class EventLoop {
  /// Tags of what is watched besides connections, whose tags begin above.
  private enum Tag {
    static let inbox: UInt64 = 0
    static let listener: UInt64 = 1
    static let firstConnection: UInt64 = 2
  }

  let index: Int
  let core: ServerCore
  let inbox: Inbox
  let counters: LoopCounters
  let limits: Limits
  let spans: TimerSpans
  var epoll: Epoll
  /// Loop 0 has it until the server drains.
  var listener: Listener?
  /// When to accept again, after there was no descriptor or memory for a connection.
  var acceptRetry: Int64?
  /// The last connection could not be accepted, which was logged.
  var acceptIsFailing = false
  /// The loop that gets the next accepted socket.
  var nextLoop = 0
  /// By descriptor.
  var connections: [Connection?] = []
  var connectionCount = 0
  var deadlines = DeadlineQueue()
  /// Those that wait for a request: one of them makes room when the server is full.
  var idle = IdleQueue()
  var encoder: ResponseHeadEncoder
  /// The monotonic time of this turn, in nanoseconds.
  var now = Clock.monotonic()
  var drainDeadline: Int64?
  /// An empty buffer for the next output: most connections need one only for a moment.
  var spareOutput: [UInt8] = []
  private var serial: UInt64 = 0
  private var nextTag = Tag.firstConnection
  /// Where sockets are read into, one at a time.
  let input = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 64 << 10)

  /// What a loop waits on at first: what other threads have for it, and new connections if it has
  /// the listener. Made before its thread is there, so that a server whose loop cannot wait does not
  /// start.
  static func makeEpoll(_ inbox: Inbox, _ listener: Listener?) throws(ServerError) -> Epoll {
    let epoll = try Epoll()
    let isComplete =
      epoll.add(inbox.descriptor, .read, tag: Tag.inbox)
      && (listener.map { epoll.add($0.descriptor, .read, tag: Tag.listener) } ?? true)
    if !isComplete {
      let code = errno
      epoll.close()
      throw .system(call: "epoll_ctl", errno: code)
    }
    return epoll
  }

  /// - Parameter epoll: as `makeEpoll` gives it; the loop closes it.
  init(index: Int, core: ServerCore, listener: Listener?, epoll: Epoll) {
    self.index = index
    self.core = core
    self.listener = listener
    inbox = core.inboxes[index]
    counters = core.counters[index]
    limits = core.configuration.limits
    spans = TimerSpans(limits)
    self.epoll = epoll
    encoder = ResponseHeadEncoder(defaultHeaders: core.configuration.defaultHeaders)
  }

  deinit {
    input.deallocate()
    epoll.close()
  }

  /// Serves until drained.
  func run() {
    while !isDone {
      let count = epoll.wait(milliseconds: waitTime())
      now = Clock.monotonic()
      encoder.setTime(second: Clock.wallSecond())
      for index in 0..<count {
        handle(epoll.event(at: index))
      }
      expireDeadlines()
      retryAccepting()
    }
    end()
  }

  private var isDone: Bool {
    guard let drainDeadline else { return false }
    return connectionCount == 0 || now >= drainDeadline
  }

  /// Milliseconds until the next deadline, rounded up so that it has passed then.
  private func waitTime() -> Int32 {
    guard let next = [deadlines.next, drainDeadline, acceptRetry].compactMap({ $0 }).min() else {
      return -1
    }
    return Int32(clamping: max(0, (next - Clock.monotonic() + 999_999) / 1_000_000))
  }

  private func handle(_ event: Epoll.Event) {
    switch event.tag {
    case Tag.inbox:
      for item in inbox.take() {
        handle(item)
      }
    case Tag.listener:
      acceptConnections()
    default:
      // An event of a connection that this turn has closed finds none, or another tag.
      let descriptor = Int(event.tag & 0xFFFF_FFFF)
      guard descriptor < connections.count, let connection = connections[descriptor],
        connection.tag == event.tag
      else { return }
      if event.isBroken { return close(connection, .clientGone) }
      if event.isReadable { read(connection) }
      if event.isWritable, connection.state != .closed { proceed(connection) }
    }
  }

  private func handle(_ item: Inbox.Item) {
    switch item {
    case .accepted(let socket):
      open(socket)
    case .answer(let id, let response, let isFinished):
      answerArrived(id, response, isFinished: isFinished)
    case .streamReady(let id):
      if let (connection, _) = find(id) { proceed(connection) }
    case .sinkOpened(let id):
      sinkOpened(id)
    case .sinkTook(let id, let count):
      sinkTook(id, count)
    case .drain(let deadline):
      drain(deadline)
    }
  }

  /// The connection that still works on an exchange.
  func find(_ id: ExchangeID) -> (Connection, Exchange)? {
    guard let connection = connections[Int(id.descriptor)], let exchange = connection.exchange,
      exchange.id == id
    else { return nil }
    return (connection, exchange)
  }

  func nextExchange(of connection: Connection) -> ExchangeID {
    serial += 1
    return ExchangeID(descriptor: connection.descriptor, serial: serial)
  }

  /// A tag whose low half is the descriptor.
  func nextTag(for descriptor: Int32) -> UInt64 {
    nextTag += 1
    return nextTag << 32 | UInt64(UInt32(bitPattern: descriptor))
  }

  func watchListener() {
    if let listener {
      _ = epoll.add(listener.descriptor, .read, tag: Tag.listener)
    }
  }
}
