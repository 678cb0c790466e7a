import CEpoll
import HTTPTypes
import Synchronization

/// Clients that are too slow.
extension EventLoop {
  /// Sets the limit that fits what the connection waits for now.
  func setTimer(_ connection: Connection) {
    let timer = wantedTimer(connection)
    if timer == .idle {
      idle.append(connection.descriptor)
    } else if timer != .firstByte {
      idle.remove(connection.descriptor)
    }
    if timer == connection.timer {
      switch timer {
      case .idle: break
      case .body:
        let received = connection.exchange?.received ?? 0
        guard received - connection.progressMark >= Int64(limits.progressBytes) else { return }
        connection.progressMark = received
      case .none, .firstByte, .head, .write, .linger: return
      }
    } else {
      connection.timer = timer
      connection.progressMark = timer == .write ? acknowledged(connection) : 0
      if timer == .body { connection.progressMark = connection.exchange?.received ?? 0 }
    }
    guard let span = spans[timer] else {
      connection.deadline = .max
      return
    }
    connection.deadline = now + span
    deadlines.schedule(connection.descriptor, at: connection.deadline)
  }

  private func wantedTimer(_ connection: Connection) -> Connection.Timer {
    if connection.state == .lingering { return .linger }
    if !connection.output.isEmpty { return .write }
    switch connection.exchange?.body {
    case .collecting, .discarding: return .body
    case .uploading: return canParse(connection) ? .body : .none
    case .whole: return .none
    case nil: break
    }
    if connection.parser.isIdle {
      // The first byte's limit holds until there is one; every request after it renews the idle
      // limit.
      return connection.timer == .firstByte && connection.written == 0 ? .firstByte : .idle
    }
    return .head
  }

  func expireDeadlines() {
    while let descriptor = deadlines.popDue(now: now) {
      guard let connection = connections[Int(descriptor)] else { continue }
      if connection.deadline > now {
        if connection.deadline < .max {
          deadlines.schedule(descriptor, at: connection.deadline)
        }
      } else {
        expire(connection)
      }
    }
  }

  private func expire(_ connection: Connection) {
    switch connection.timer {
    case .none: return
    // There is no request to answer.
    case .firstByte, .idle, .linger: return close(connection, .finished)
    case .head: timeOut(connection, "The head of the request took too long.")
    case .body: timeOut(connection, "The body of the request came too slowly.")
    case .write: checkReader(connection)
    }
  }

  private func timeOut(_ connection: Connection, _ detail: String) {
    counters.timeouts.add(1, ordering: .relaxed)
    refuse(connection, HTTPError(.requestTimeout, detail))
    proceed(connection)
  }

  /// The kernel frees socket space in large steps, so progress is what the client's side has
  /// acknowledged.
  private func checkReader(_ connection: Connection) {
    let progress = acknowledged(connection) - connection.progressMark
    guard progress >= Int64(limits.progressBytes) else {
      counters.timeouts.add(1, ordering: .relaxed)
      return close(connection, .slowReader)
    }
    connection.progressMark += progress
    connection.deadline = now + (spans[.write] ?? 0)
    deadlines.schedule(connection.descriptor, at: connection.deadline)
  }

  /// Bytes of answers that reached the client's side.
  private func acknowledged(_ connection: Connection) -> Int64 {
    connection.written - Int64(max(0, socket_unacknowledged_bytes(connection.descriptor)))
  }
}
