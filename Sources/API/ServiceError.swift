/// Why a service does not start.
package enum ServiceError: Error, Equatable {
  /// Others than this machine's programs could reach it, and nobody would have to show a token.
  case noTokens
}
