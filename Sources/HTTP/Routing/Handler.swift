/// What answers a request.
package enum Handler: Sendable {
  /// Runs in the event loop: for answers made from memory in microseconds.
  case inline(@Sendable (Request) throws -> Response)
  /// Runs on a blocking thread: may wait for a disk or a lock.
  case blocking(@Sendable (Request) throws -> Response)
  /// Called in the event loop with the whole request; answers later, from any thread, by the
  /// responder.
  case deferred(@Sendable (Request, Responder) -> Void)
  /// Runs on a blocking thread as soon as the head is there; the body goes to the sink it returns.
  case upload(@Sendable (Request) throws -> any BodySink)

  /// Where a synchronous handler runs.
  package enum Thread: Sendable {
    case inline
    case blocking
  }
}
