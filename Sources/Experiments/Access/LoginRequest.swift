package import Foundation

/// What a browser sends to log in.
package struct LoginRequest: Codable, Hashable, Sendable {
  package var token: String

  package init(token: String) {
    self.token = token
  }
}

extension LoginRequest {
  /// Throws `InvalidJSON` or `InvalidSpec` with a pointer to each bad field.
  package init(json: Data) throws {
    self = try FieldReader.read(JSONCoding.tree(json)) { LoginRequest($0) }
  }

  package init(_ reader: FieldReader) {
    self.init(token: reader.text("token", about: "The secret of a token."))
  }
}
