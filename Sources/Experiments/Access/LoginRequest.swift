/// What a browser sends to log in.
package struct LoginRequest: Codable, Hashable, Sendable {
  package var token: String

  package init(token: String) {
    self.token = token
  }
}
