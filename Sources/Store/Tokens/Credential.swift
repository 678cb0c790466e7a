package import Experiments
package import Foundation

/// What opens the service to someone: the digest of a token or of a session, and the token behind
/// it.
package struct Credential: Hashable, Sendable {
  package var digest: [UInt8]
  package var token: Token
  /// When a session ends; nil for a token.
  package var expiresAt: Date?

  package init(digest: [UInt8], token: Token, expiresAt: Date? = nil) {
    self.digest = digest
    self.token = token
    self.expiresAt = expiresAt
  }
}
