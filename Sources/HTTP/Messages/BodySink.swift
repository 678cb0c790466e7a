package import HTTPTypes

/// Takes the body of an upload piece by piece, so that an upload of any size holds little memory.
///
/// The server calls the methods on a blocking thread, one at a time and in order, and reads no more
/// from the client while ``Limits/uploadBuffer`` bytes wait for the sink. Exactly one of
/// ``finish(trailers:)`` and ``cancel()`` is called, last. An error thrown is answered as any
/// handler's; then `cancel` follows.
package protocol BodySink: Sendable {
  /// The next bytes of the body.
  func receive(_ bytes: [UInt8]) throws
  /// The body is whole; returns the answer.
  func finish(trailers: HTTPFields) throws -> Response
  /// The client went away, broke the protocol or a limit, or `receive` or `finish` threw.
  func cancel()
}
