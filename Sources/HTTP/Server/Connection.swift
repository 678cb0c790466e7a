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

  /// How far the connection is.
  enum State: Equatable {
    /// Takes requests.
    case open
    /// Takes no more, and closes when the output is written. With `lingers`, input may be unread at
    /// that time: it is discarded for a while first, else the reset could overtake the answer.
    case closingAfterOutput(lingers: Bool)
    /// The last answer is written; what still comes is discarded.
    case lingering
    case closed
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

  var state = State.open
  /// The client sent its last byte.
  var inputEnded = false

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

  /// Takes no more requests, and closes when the output is written.
  func closeAfterOutput(lingers: Bool) {
    switch state {
    case .open: state = .closingAfterOutput(lingers: lingers)
    case .closingAfterOutput(let before): state = .closingAfterOutput(lingers: before || lingers)
    case .lingering, .closed: break
    }
  }
}
