import HTTPTypes

/// What a proxy in front says of its client. Trusted only when the server is configured so, since
/// any client can send these fields.
package enum ForwardedFields {
  private static let address = HTTPField.Name.constant("X-Forwarded-For")
  private static let scheme = HTTPField.Name.constant("X-Forwarded-Proto")
  private static let host = HTTPField.Name.constant("X-Forwarded-Host")

  /// Takes address, scheme and host over. Of a list of addresses the last counts: the trusted proxy
  /// added it, what is before it came from outside.
  package static func apply(to request: inout Request) {
    if let value = last(request, address) { request.remoteAddress = value }
    if let value = last(request, scheme) { request.isSecure = value.lowercased() == "https" }
    if let value = last(request, host), let parsed = Authority.parse(Array(value.utf8).span) {
      request.host = parsed
    }
  }

  private static func last(_ request: Request, _ name: HTTPField.Name) -> String? {
    guard let value = request.headers[name] else { return nil }
    let part = value.split(separator: ",").last ?? ""
    let trimmed = part.filter { $0 != " " && $0 != "\t" }
    return trimmed.isEmpty ? nil : trimmed
  }
}
