/// Every bound the server holds a client to.
package struct Limits: Sendable {
  /// Bytes of the request line; more is 414.
  package var requestLine = 8 << 10
  /// Bytes of all header fields together; more is 431. Trailers have the same bound.
  package var headerBytes = 32 << 10
  /// Number of header fields; more is 431.
  package var headerCount = 100
  /// Bytes of a collected body, after expansion, where the route says nothing else; more is 413.
  package var body: Int64 = 16 << 20
  /// Bytes of a body that streams to a sink, as sent and after expansion, where the route says
  /// nothing else; more is 413.
  package var upload: Int64 = 64 << 30
  /// Bytes of an upload in memory, read from the client and not yet taken by the sink.
  package var uploadBuffer = 256 << 10
  /// Connections open at a time. For one more the longest idle one is closed; if none is idle, it
  /// is answered 503 with `Retry-After`.
  package var connections = 16_384
  /// Requests waiting for a blocking thread; one more is answered 503 with `Retry-After`.
  package var blockingQueue = 1_024

  /// From accept to the first byte; then the connection is closed.
  package var firstByte = Duration.seconds(10)
  /// From the first byte of a head to its end; then 408.
  package var head = Duration.seconds(10)
  /// A body must bring ``progressBytes`` in each such span; else 408.
  package var bodyProgress = Duration.seconds(10)
  /// A client must take ``progressBytes`` of an answer in each such span; else it is cut off.
  package var writeProgress = Duration.seconds(20)
  /// What counts as progress of a body or an answer.
  package var progressBytes = 1_024
  /// Between requests of a kept connection; then it is closed.
  package var idle = Duration.seconds(75)
  /// After a last answer that leaves input unread: how long to discard it, so that the client can
  /// read the answer before a reset (RFC 9112 9.6).
  package var linger = Duration.seconds(2)

  package init() {}

  /// The longest body of a route, in bytes after expansion.
  func body(of route: Route) -> Int64 {
    if let limit = route.bodyLimit { return limit }
    if case .upload = route.handler { return upload }
    return body
  }
}
