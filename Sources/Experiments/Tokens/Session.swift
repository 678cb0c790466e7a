package import Foundation

/// Who asks, as the service sees it.
package struct Session: Codable, Hashable, Sendable {
  package var role: Role
  /// The name of the token; nil where none is needed.
  package var name: String?
  /// False where the service has no tokens and is open to its machine: there is nothing to log in
  /// to.
  package var needsToken: Bool
  /// When a browser must log in again; nil for a bearer token, which does not end.
  package var expiresAt: Date?

  package init(role: Role, name: String?, needsToken: Bool, expiresAt: Date?) {
    self.role = role
    self.name = name
    self.needsToken = needsToken
    self.expiresAt = expiresAt
  }
}
