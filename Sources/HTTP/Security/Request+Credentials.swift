import HTTPTypes

extension Request {
  /// The token of `Authorization: Bearer TOKEN` (RFC 6750 2.1); the scheme in any case.
  package var bearerToken: String? {
    guard let value = headers[.authorization] else { return nil }
    let parts = value.split(separator: " ", omittingEmptySubsequences: true)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
    return String(parts[1])
  }

  /// Whether `Authorization` is of the scheme Bearer, with or without a token.
  package var showsBearer: Bool {
    headers[.authorization]?.prefix { $0 != " " }.lowercased() == "bearer"
  }

  /// The value of the cookie `name` (RFC 6265 4.2.1): the first, as sent; quotes around it are
  /// dropped.
  package func cookie(_ name: String) -> String? {
    for field in headers where field.name == .cookie {
      for pair in field.value.split(separator: ";") {
        let trimmed = pair.drop { $0 == " " || $0 == "\t" }
        guard let mark = trimmed.firstIndex(of: "="), trimmed[..<mark] == name else { continue }
        let value = trimmed[trimmed.index(after: mark)...]
        let isQuoted = value.count >= 2 && value.hasPrefix("\"") && value.hasSuffix("\"")
        return String(isQuoted ? value.dropFirst().dropLast() : value)
      }
    }
    return nil
  }
}
