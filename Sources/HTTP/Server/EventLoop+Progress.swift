import CEpoll

/// What a connection does next.
extension EventLoop {
  /// Does all that can be done for a connection now: writes, goes on with a stream, goes on with
  /// pipelined requests.
  func proceed(_ connection: Connection) {
    while connection.state != .closed {
      switch connection.output.flush(to: connection.descriptor, written: &connection.written) {
      case .failed: return close(connection, .clientGone)
      case .blocked: return settle(connection)
      case .all: break
      }
      if connection.state == .lingering { break }
      if let exchange = connection.exchange, let stream = exchange.stream {
        guard pump(stream, connection, exchange) else { break }
      } else if case .closingAfterOutput(let lingers) = connection.state {
        return closeAfterAnswer(connection, lingers: lingers)
      } else if !connection.backlog.isEmpty, canParse(connection) {
        parseBacklog(connection)
      } else {
        break
      }
    }
    if connection.inputEnded, !isAnswered(connection) { return close(connection, .clientGone) }
    returnSpareOutput(connection)
    settle(connection)
  }

  /// Moves what a stream holds into the output. False if there is nothing now.
  private func pump(_ stream: BodyStream, _ connection: Connection, _ exchange: Exchange) -> Bool {
    let taken = stream.take()
    let size = taken.chunks.reduce(0) { $0 + $1.count }
    if size > 0 {
      if exchange.streamIsChunked {
        connection.output.encode {
          $0.append(hex: size)
          $0.append("\r\n")
        }
      }
      for chunk in taken.chunks {
        connection.output.append(.bytes(chunk))
      }
      if exchange.streamIsChunked { connection.output.encode { $0.append("\r\n") } }
    }
    if taken.isEnded {
      if taken.isBroken {
        exchange.keepsConnection = false
      } else if exchange.streamIsChunked {
        connection.output.encode { $0.append("0\r\n\r\n") }
      }
      exchangeEnded(connection, exchange)
    } else if let pull = stream.duePull() {
      core.pool.proceed(pull)
    }
    return size > 0 || taken.isEnded
  }

  /// Brings the socket's interest and the timer up to what the connection waits for.
  func settle(_ connection: Connection) {
    guard connection.state != .closed else { return }
    let interest = desiredInterest(connection)
    if interest != connection.interest {
      connection.interest = interest
      epoll.change(connection.descriptor, interest, tag: connection.tag)
    }
    setTimer(connection)
  }

  /// Gives a connection a buffer for its answer.
  func takeSpareOutput(_ connection: Connection) {
    if connection.output.front.capacity == 0 {
      swap(&connection.output.front, &spareOutput)
    }
  }

  private func returnSpareOutput(_ connection: Connection) {
    guard connection.output.isEmpty, connection.output.front.capacity > 0 else { return }
    if spareOutput.capacity == 0, connection.output.front.capacity <= 64 << 10 {
      swap(&connection.output.front, &spareOutput)
    } else {
      connection.output.front = []
    }
  }
}
