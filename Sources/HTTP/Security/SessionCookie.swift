/// A cookie that scripts cannot read and other sites cannot send (RFC 6265bis).
package struct SessionCookie: Sendable {
  package var name: String
  package var value: String
  /// How long the browser keeps it; `nil` for as long as it runs, zero to take it back.
  package var lifetime: Duration?
  /// Only over TLS.
  package var isSecure: Bool

  package init(name: String, value: String, lifetime: Duration?, isSecure: Bool) {
    self.name = name
    self.value = value
    self.lifetime = lifetime
    self.isSecure = isSecure
  }

  /// The value of `Set-Cookie`.
  package var field: String {
    var text = "\(name)=\(value); Path=/; HttpOnly; SameSite=Strict"
    if let lifetime { text += "; Max-Age=\(lifetime.components.seconds)" }
    if isSecure { text += "; Secure" }
    return text
  }
}
