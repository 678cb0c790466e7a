package import HTTPTypes
package import Logging

/// All that a server needs to start.
package struct ServerConfiguration: Sendable {
  /// A numeric IPv4 or IPv6 address, or `localhost`.
  package var host: String
  /// 0 lets the system choose; ``HTTPServer/port`` tells.
  package var port: UInt16
  package var router: Router
  package var limits = Limits()
  package var logger: Logger
  /// Event loops; one per core is right.
  package var loops: Int
  /// Threads for handlers that block.
  package var blockingThreads = 8
  /// Fields of every answer that does not set them itself.
  package var defaultHeaders = HTTPFields()
  /// True to take the client's address, host and scheme from `X-Forwarded-For`, `-Host` and
  /// `-Proto`: only behind a proxy that sets them, since any client can.
  package var trustsForwardedHeaders = false

  /// The one choke point: called for every well-formed request before its handler and before its
  /// body is read; the route is `nil` if none matches. May set ``Request/principal``. An answer
  /// refuses the request. Runs in the event loop: be quick.
  package var authorize: @Sendable (inout Request, Route?) -> Response? = { _, _ in nil }

  /// Maps every error, of handlers and of the server itself (``HTTPError``), to its answer, and
  /// logs those that are the program's. The request is `nil` if its head could not be read. Runs
  /// anywhere: be quick. Without one, answers are problem documents without ornament.
  package var errorResponder: (@Sendable (any Error, Request?) -> Response)?

  /// Told of every answer when its head is queued, but for requests that could not be read. Runs in
  /// the event loop: be quick.
  package var observe: (@Sendable (ExchangeSummary) -> Void)?

  package init(
    host: String = "127.0.0.1", port: UInt16 = 0, router: Router,
    loops: Int, logger: Logger = Logger(label: "http")
  ) {
    self.host = host
    self.port = port
    self.router = router
    self.loops = loops
    self.logger = logger
  }
}
