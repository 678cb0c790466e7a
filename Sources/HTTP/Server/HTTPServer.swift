import Dispatch
import Glibc
import Logging
import Synchronization

/// An HTTP/1.1 server on POSIX sockets: epoll loops, each on a thread that Dispatch gives.
package final class HTTPServer: Sendable {
  /// The address it is bound to, as numbers.
  package let host: String
  /// The port it is bound to.
  package let port: UInt16

  private let core: ServerCore
  private let running = DispatchGroup()

  private init(_ core: ServerCore, _ listener: Listener) {
    self.core = core
    host = listener.host
    port = listener.port
  }

  /// Binds, listens and serves until ``drain(within:)``.
  package static func start(_ configuration: ServerConfiguration) throws(ServerError) -> HTTPServer
  {
    // A client that goes away while sendfile runs raises SIGPIPE, which nothing else turns off.
    signal(SIGPIPE, SIG_IGN)
    var configuration = configuration
    configuration.limits.connections = min(
      configuration.limits.connections, connections(forDescriptors: raiseDescriptorLimit()))
    let listener = try Listener(host: configuration.host, port: configuration.port)
    var inboxes: [Inbox] = []
    var epolls: [Epoll] = []
    do throws(ServerError) {
      for index in 0..<max(1, configuration.loops) {
        inboxes.append(try Inbox())
        epolls.append(try EventLoop.makeEpoll(inboxes[index], index == 0 ? listener : nil))
      }
    } catch {
      for epoll in epolls { epoll.close() }
      throw error
    }
    let server = HTTPServer(ServerCore(configuration: configuration, inboxes: inboxes), listener)
    for (index, epoll) in epolls.enumerated() {
      server.startLoop(index, index == 0 ? listener : nil, epoll)
    }
    return server
  }

  private func startLoop(_ index: Int, _ listener: Listener?, _ epoll: Epoll) {
    // A serial queue of its own gets a thread of its own, beside those that Dispatch shares out.
    DispatchQueue(label: "http-loop-\(index)").async(group: running) { [core] in
      EventLoop(index: index, core: core, listener: listener, epoll: epoll).run()
    }
  }

  /// Connections held take a descriptor each; the usual soft limit of 1,024 is for `select`.
  /// Returns what the process may have.
  private static func raiseDescriptorLimit() -> Int {
    var limit = rlimit()
    let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    guard getrlimit(kind, &limit) == 0 else { return 1_024 }
    let soft = limit.rlim_cur
    limit.rlim_cur = limit.rlim_max
    return Int(clamping: setrlimit(kind, &limit) == 0 ? limit.rlim_max : soft)
  }

  /// How many connections so many descriptors carry, with a quarter kept for files, for other
  /// programs' pipes and for telling those that are too many.
  private static func connections(forDescriptors count: Int) -> Int {
    max(16, count - count / 4)
  }

  /// Stops: accepts no more, tells streams and deferred handlers, lets requests in flight finish
  /// for at most `limit`, then closes what is left. Returns when all is closed.
  package func drain(within limit: Duration) async {
    let deadline = Clock.monotonic() + limit.nanoseconds
    for inbox in core.inboxes {
      inbox.post(.drain(deadline: deadline))
    }
    await withCheckedContinuation { continuation in
      running.notify(queue: .global()) { continuation.resume() }
    }
    core.pool.end()
  }

  /// Counts since the start.
  package var statistics: ServerStatistics {
    var sum = ServerStatistics()
    for counters in core.counters {
      counters.add(to: &sum)
    }
    return sum
  }
}
