import Dispatch
import HTTP
import Synchronization

/// Writes a comment to every open event stream now and then, so that proxies and browsers see that
/// it lives, and the server sees which readers are gone.
final class Heartbeats: Sendable {
  private struct State {
    var next = 0
    var streams: [Int: BodyStream] = [:]
  }

  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "api.heartbeats")
  private let interval: Double

  init(every seconds: Double = 15) {
    interval = seconds
    schedule()
  }

  private func schedule() {
    queue.asyncAfter(deadline: .now() + interval) { [weak self] in
      self?.beat()
      self?.schedule()
    }
  }

  /// Looks after a stream until it ends.
  func add(_ stream: BodyStream) {
    let key = state.withLock { state in
      state.next += 1
      state.streams[state.next] = stream
      return state.next
    }
    stream.onClose { [weak self] _ in
      self?.state.withLock { _ = $0.streams.removeValue(forKey: key) }
    }
  }

  private func beat() {
    let streams = state.withLock { Array($0.streams.values) }
    for stream in streams { stream.write(ServerSentText.heartbeat) }
  }
}
