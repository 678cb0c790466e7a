import HTTP
import HTTPTypes
import Logging

/// One line a request.
struct AccessLog: Sendable {
  let logger: Logger

  /// What others ask all the time, and nobody reads about.
  private static let routine = ["/healthz", "/readyz", "/metrics"]

  func write(_ exchange: ExchangeSummary) {
    let level: Logger.Level = Self.routine.contains(exchange.path) ? .debug : .info
    guard logger.logLevel <= level else { return }
    // What a client chose must not look like another line, or act on a terminal.
    let path = PathEncoder.encode(exchange.path)
    var fields: Logger.Metadata = [
      "request": "\(exchange.id)", "method": "\(exchange.method)", "path": "\(path)",
      "status": .stringConvertible(exchange.status.code), "from": "\(exchange.remoteAddress)",
      "milliseconds": .stringConvertible(Self.rounded(exchange.duration.seconds * 1000)),
    ]
    if let route = exchange.route { fields["route"] = "\(route.pattern)" }
    if let principal = exchange.principal { fields["who"] = "\(principal)" }
    logger.log(
      level: level,
      "\(exchange.method) \(path) \(exchange.status.code)", metadata: fields)
  }

  /// To microseconds.
  private static func rounded(_ milliseconds: Double) -> Double {
    (milliseconds * 1000).rounded() / 1000
  }
}
