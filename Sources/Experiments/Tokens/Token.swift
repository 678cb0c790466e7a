package import Foundation

/// A bearer token as it is listed: all but the secret, which only its holder knows.
package struct Token: Codable, Hashable, Sendable {
  package var id: Int
  /// Whom or what it is for.
  package var name: String
  package var role: Role
  package var createdAt: Date

  package init(id: Int, name: String, role: Role, createdAt: Date) {
    self.id = id
    self.name = name
    self.role = role
    self.createdAt = createdAt
  }
}
