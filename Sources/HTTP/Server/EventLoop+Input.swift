import Glibc
import HTTPTypes
import Synchronization

/// Bytes come in.
extension EventLoop {
  /// Input kept while a request is answered; more stays in the kernel and holds the client back.
  private static let backlogLimit = 64 << 10
  /// Answers that may wait for a client that pipelines and does not read.
  private static let outputLimit: Int64 = 256 << 10

  /// Reads once: what is left wakes the loop again, after other connections had their turn.
  func read(_ connection: Connection) {
    let count = recv(connection.descriptor, input.baseAddress, input.count, 0)
    if count > 0 {
      guard connection.state != .lingering else { return }
      if canParse(connection), connection.backlog.isEmpty {
        parse(connection, UnsafeBufferPointer(rebasing: input[..<count]).span)
      } else {
        connection.backlog += input[..<count]
      }
      proceed(connection)
    } else if count == 0 {
      inputEnded(connection)
    } else if errno != EAGAIN, errno != EINTR {
      close(connection, .clientGone)
    }
  }

  private func inputEnded(_ connection: Connection) {
    connection.inputEnded = true
    if connection.state == .lingering { return close(connection, .clientGone) }
    proceed(connection)
  }

  /// Whether there is still something to do for a client that will send no more. It may still read:
  /// a request that is whole is answered, unless its answer could take for ever.
  func isAnswered(_ connection: Connection) -> Bool {
    guard let exchange = connection.exchange, case .whole = exchange.body else { return false }
    if let stream = exchange.stream { return stream.isPulled }
    return exchange.route.map { !$0.isLongPoll } ?? true
  }

  /// False while a request is being answered, an upload's sink has enough, or the connection ends.
  func canParse(_ connection: Connection) -> Bool {
    guard connection.state == .open else { return false }
    guard let exchange = connection.exchange else {
      return connection.output.count <= Self.outputLimit
    }
    switch exchange.body {
    case .collecting, .discarding: return true
    case .uploading:
      return exchange.sinkIsOpen && exchange.sinkBacklog < limits.uploadBuffer
    case .whole: return false
    }
  }

  /// Feeds input to the parser as far as the connection can go; keeps the rest.
  func parse(_ connection: Connection, _ bytes: Span<UInt8>) {
    var position = 0
    do {
      while canParse(connection), let event = try connection.parser.next(bytes, at: &position) {
        switch event {
        case .head(let head): begin(head, on: connection)
        case .body(let range): received(bytes.extracting(range), on: connection)
        case .end(let trailers): requestEnded(trailers, on: connection)
        }
      }
    } catch {
      counters.malformed.add(1, ordering: .relaxed)
      refuse(connection, HTTPError(error.status, error.detail))
      return
    }
    guard position < bytes.count else { return }
    if connection.state == .open {
      bytes.extracting(position..<bytes.count).withUnsafeBufferPointer {
        connection.backlog.append(contentsOf: $0)
      }
    } else {
      connection.closeAfterOutput(lingers: true)
    }
  }

  /// Goes on with input that was kept.
  func parseBacklog(_ connection: Connection) {
    let bytes = connection.backlog
    connection.backlog = []
    parse(connection, bytes.span)
  }

  /// What the loop wants to know of the socket now.
  func desiredInterest(_ connection: Connection) -> Epoll.Interest {
    var interest: Epoll.Interest = []
    if !connection.output.isEmpty { interest.insert(.write) }
    let isHeldBack =
      if case .uploading = connection.exchange?.body { !canParse(connection) } else { false }
    if !connection.inputEnded, !isHeldBack, connection.backlog.count < Self.backlogLimit {
      interest.insert(.read)
    }
    return interest
  }
}
