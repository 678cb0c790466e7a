/// Why a stream or a deferred answer lost its client.
package enum CloseReason: String, Sendable {
  /// The producer ended it.
  case finished
  /// The producer of a pulled stream threw.
  case producerFailed
  /// The client went away.
  case clientGone
  /// The client read too slowly and the bounded buffer overflowed or the write timed out.
  case slowReader
  /// The server drains: end soon, in your own words if you like.
  case draining
}
