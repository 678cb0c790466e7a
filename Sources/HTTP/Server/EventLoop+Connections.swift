import CEpoll
import Glibc
import HTTPTypes
import Logging
import Synchronization

/// Connections come and go.
extension EventLoop {
  /// How long no connection is accepted after one could not be, in nanoseconds.
  private static let acceptPause: Int64 = 100_000_000

  /// Accepts what waits, at most 64 so that the loop's own connections get their turn.
  func acceptConnections() {
    guard let listener else { return }
    for _ in 0..<64 {
      var descriptor: Int32 = -1
      let address = SocketAddress(filledBy: {
        descriptor = accept4(
          listener.descriptor, $0, $1,
          Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue))
      })
      if descriptor < 0 {
        acceptFailed(errno, listener)
        return
      }
      acceptIsFailing = false
      let open = core.openConnections.add(1, ordering: .relaxed).newValue
      // Beyond a reserve for saying 503, there is nothing left to say.
      guard open <= limits.connections + max(64, limits.connections / 8) else {
        Glibc.close(descriptor)
        core.connectionClosed()
        continue
      }
      let socket = AcceptedSocket(
        descriptor: descriptor, address: address.host,
        loopsToAsk: open > limits.connections ? core.inboxes.count : nil)
      hand(socket, to: nextLoop)
      nextLoop = (nextLoop + 1) % core.inboxes.count
    }
  }

  private func acceptFailed(_ number: Int32, _ listener: Listener) {
    guard [EMFILE, ENFILE, ENOMEM, ENOBUFS].contains(number) else { return }
    // The waiting client would wake the loop at once, for ever. What is short may be freed by what
    // is not a connection, or not of this process: try again by time.
    epoll.remove(listener.descriptor)
    acceptRetry = now + Self.acceptPause
    if acceptIsFailing { return }
    acceptIsFailing = true
    core.configuration.logger.warning(
      "no connection can be accepted for now: \(String(cString: strerror(number)))")
  }

  /// Accepts again after a failure, when its pause is over.
  func retryAccepting() {
    guard let acceptRetry, acceptRetry <= now else { return }
    self.acceptRetry = nil
    watchListener()
  }

  /// Gives a socket to a loop.
  private func hand(_ socket: AcceptedSocket, to loop: Int) {
    if loop == index {
      open(socket)
    } else if !core.inboxes[loop].post(.accepted(socket)) {
      discard(socket)
    }
  }

  /// Closes a socket that is not served.
  private func discard(_ socket: AcceptedSocket) {
    Glibc.close(socket.descriptor)
    core.connectionClosed()
  }

  /// Begins to serve a socket. One beyond the limit takes the place of an idle connection, of
  /// another loop if this one has none, or is refused.
  func open(_ socket: AcceptedSocket) {
    guard let loopsToAsk = socket.loopsToAsk, !closeLongestIdle() else {
      serve(socket)
      return
    }
    guard loopsToAsk == 1 else {
      var socket = socket
      socket.loopsToAsk = loopsToAsk - 1
      return hand(socket, to: (index + 1) % core.inboxes.count)
    }
    guard let connection = serve(socket) else { return }
    counters.refused.add(1, ordering: .relaxed)
    refuse(
      connection,
      HTTPError(
        .serviceUnavailable, "The server has as many connections as it takes.",
        headers: [.retryAfter: "1"]))
    proceed(connection)
  }

  /// Waits for the first request of a socket. `nil` if the server drains, or cannot watch it.
  @discardableResult
  private func serve(_ socket: AcceptedSocket) -> Connection? {
    let descriptor = socket.descriptor
    let connection = Connection(
      descriptor: descriptor, tag: nextTag(for: descriptor), address: socket.address,
      limits: limits)
    guard drainDeadline == nil, epoll.add(descriptor, .read, tag: connection.tag) else {
      discard(socket)
      return nil
    }
    while connections.count <= Int(descriptor) {
      connections.append(nil)
    }
    connections[Int(descriptor)] = connection
    connectionCount += 1
    counters.open.add(1, ordering: .relaxed)
    counters.accepted.add(1, ordering: .relaxed)
    connection.deadline = now + (spans[.firstByte] ?? 0)
    deadlines.schedule(descriptor, at: connection.deadline)
    idle.append(descriptor)
    return connection
  }

  /// Closes the connection that has waited longest for a request, which a client must be ready for
  /// at any time (RFC 9112 9.5): else who holds connections and asks nothing would lock all others
  /// out. False if none waits.
  private func closeLongestIdle() -> Bool {
    guard let first = idle.first, let connection = connections[Int(first)] else { return false }
    close(connection, .finished)
    return true
  }

  /// Closes at once.
  func close(_ connection: Connection, _ reason: CloseReason) {
    guard connection.state != .closed else { return }
    connection.state = .closed
    connections[Int(connection.descriptor)] = nil
    idle.remove(connection.descriptor)
    connectionCount -= 1
    counters.open.subtract(1, ordering: .relaxed)
    Glibc.close(connection.descriptor)
    abandonExchange(of: connection, reason)
    core.connectionClosed()
  }

  /// Tells whoever works on the request that no answer is wanted.
  func abandonExchange(of connection: Connection, _ reason: CloseReason) {
    guard let exchange = connection.exchange else { return }
    connection.exchange = nil
    if case .uploading(let lane) = exchange.body {
      lane.cancel()
    }
    exchange.responder?.close(reason)
    exchange.stream?.end(reason, broken: true)
  }

  /// Closes after the last answer is written. Input that is unread would make the kernel send a
  /// reset, which may overtake the answer: then only our side is closed, and input discarded for a
  /// while (RFC 9112 9.6).
  func closeAfterAnswer(_ connection: Connection, lingers: Bool) {
    guard lingers || !connection.backlog.isEmpty, !connection.inputEnded else {
      return close(connection, .finished)
    }
    shutdown(connection.descriptor, Int32(SHUT_WR))
    connection.state = .lingering
    connection.backlog = []
    settle(connection)
  }

  /// Begins to end: no new connections, idle ones close, the rest finish their request by the
  /// deadline.
  func drain(_ deadline: Int64) {
    drainDeadline = deadline
    if let listener {
      epoll.remove(listener.descriptor)
      Glibc.close(listener.descriptor)
      self.listener = nil
    }
    for connection in connections.compactMap({ $0 }) where connection.state != .closed {
      if let exchange = connection.exchange {
        exchange.responder?.close(.draining)
        exchange.stream?.drain()
      } else if !connection.output.isEmpty {
        connection.closeAfterOutput(lingers: false)
      } else if connection.parser.isIdle, connection.state != .lingering {
        close(connection, .draining)
      }
    }
  }

  /// The loop's end: what is left is cut off.
  func end() {
    for connection in connections.compactMap({ $0 }) {
      close(connection, .draining)
    }
    for item in inbox.end() {
      switch item {
      case .accepted(let socket): discard(socket)
      case .answer(_, let response, _): response?.lose()
      default: break
      }
    }
  }
}
