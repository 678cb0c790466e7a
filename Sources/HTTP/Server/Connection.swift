/// One client's socket and all that its event loop knows of it.
final class Connection {
  /// What the connection waits for, and which limit ends the wait.
  enum Timer: Equatable {
    /// The handler works, or the client is held back: no limit.
    case none
    case firstByte
    case idle
    case head
    case body
    case write
    case linger
  }

  let descriptor: Int32
  /// Tells this connection from others that had or will have its descriptor.
  let tag: UInt64
  let address: String
  var parser: RequestParser
  /// Received, and to be parsed when the request before it is answered.
  var backlog: [UInt8] = []
  var output = OutputQueue()
  var exchange: Exchange?
  var interest = Epoll.Interest.read

  /// The client sent its last byte.
  var inputEnded = false
  /// Close when the output is written.
  var closesAfterOutput = false
  /// Input may be unread at that time: discard it for a while first, else the reset could overtake the answer.
  var lingersAtClose = false
  /// The last answer is written; what still comes is discarded.
  var isLingering = false
  var isClosed = false

  var timer = Timer.firstByte
  var deadline: Int64 = .max
  /// Bytes that count for the current timer: received of a body, or written of an answer.
  var progressMark: Int64 = 0
  var written: Int64 = 0

  init(descriptor: Int32, tag: UInt64, address: String, limits: Limits) {
    self.descriptor = descriptor
    self.tag = tag
    self.address = address
    parser = RequestParser(limits: limits)
  }
}
