/// What a browser sends to log in.
package struct LoginRequest: FieldMessage, Codable, Hashable, Sendable {
  package var token: String

  package init(token: String) {
    self.token = token
  }
}

extension LoginRequest {
  package init(_ reader: FieldReader) {
    self.init(token: reader.text("token", about: "The secret of a token."))
  }
}
