import Experiments
package import HTTP
import HTTPTypes
package import Jobs
import Synchronization

/// Counts what the service does, for `/metrics`.
package final class ServiceMeter: Sendable {
  /// Requests of one route, method and status.
  struct RequestKey: Hashable, Sendable {
    var method: String
    /// As the route table writes it; "none" if no route matched.
    var route: String
    var status: Int
  }

  struct Counts: Sendable {
    var requests: [RequestKey: Int] = [:]
    /// By the same key, with status 0.
    var latencies: [RequestKey: LatencyHistogram] = [:]
    var metricPoints = 0
    var stepPoints = 0
    var logLines = 0
  }

  private let counts = Mutex(Counts())
  private let server = Mutex<@Sendable () -> ServerStatistics?>({ nil })
  private let subscription = Mutex<EventFeed.Subscription?>(nil)

  package init(events: EventFeed) {
    let subscription = events.subscribe { [weak self] entry in self?.count(entry.event) }
    self.subscription.withLock { $0 = subscription }
  }

  /// Says where to ask about connections, once there is a server.
  package func attach(_ statistics: @escaping @Sendable () -> ServerStatistics?) {
    server.withLock { $0 = statistics }
  }

  /// Counts an answer.
  package func observe(_ exchange: ExchangeSummary) {
    var key = RequestKey(
      method: Self.name(exchange.method), route: exchange.route.map { "\($0.pattern)" } ?? "none",
      status: exchange.status.code)
    let seconds = exchange.duration.seconds
    counts.withLock { counts in
      counts.requests[key, default: 0] += 1
      key.status = 0
      counts.latencies[key, default: LatencyHistogram()].add(seconds)
    }
  }

  /// Methods that nobody serves share a name, so that no client can make names at will.
  private static func name(_ method: HTTPRequest.Method) -> String {
    let known: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options]
    return known.contains(method) ? method.rawValue : "other"
  }

  private func count(_ event: Event) {
    counts.withLock { counts in
      switch event {
      case .points(let points):
        counts.metricPoints += points.metrics.count
        counts.stepPoints += points.stepPoints.count
      case .log(let lines): counts.logLines += lines.lines.count
      default: break
      }
    }
  }

  var state: (counts: Counts, server: ServerStatistics?) {
    (counts.withLock { $0 }, server.withLock { $0 }())
  }
}

extension Duration {
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
