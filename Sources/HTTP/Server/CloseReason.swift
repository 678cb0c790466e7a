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
  /// What let the client in, such as a token, does so no more.
  case accessEnded
  /// The server drains: end soon, in your own words if you like.
  case draining
}
