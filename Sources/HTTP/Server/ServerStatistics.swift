/// What the server has done since it started.
package struct ServerStatistics: Sendable, Equatable {
  /// Connections open now.
  package var openConnections = 0
  package var acceptedConnections = 0
  /// Connections answered 503 because the limit was reached and none was idle.
  package var refusedConnections = 0
  package var requests = 0
  /// Requests that could not be read: 400, 414, 431 and the like.
  package var malformedRequests = 0
  /// Clients cut off for slowness, by whichever limit.
  package var timeouts = 0
}
