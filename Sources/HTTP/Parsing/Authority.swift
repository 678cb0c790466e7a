/// `host` or `host:port` (RFC 3986 3.2 without user information, which RFC 9110 4.2.4 forbids
/// here).
enum Authority {
  /// The authority in lower case; `nil` if it is malformed or its host is empty.
  static func parse(_ bytes: Span<UInt8>) -> String? {
    var end = 0
    if !bytes.isEmpty, bytes[0] == UInt8(ascii: "[") {
      guard let close = bytes.firstIndex(of: UInt8(ascii: "]")), close > 1 else { return nil }
      for index in 1..<close {
        let byte = bytes[index]
        guard byte.hexValue != nil || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".") else {
          return nil
        }
      }
      end = close + 1
    } else {
      while end < bytes.count, isNameCharacter(bytes[end]) { end += 1 }
      guard end > 0 else { return nil }
    }
    if end < bytes.count {
      guard bytes[end] == UInt8(ascii: ":"), isPort(bytes.extracting((end + 1)..<bytes.count))
      else {
        return nil
      }
    }
    let hasCapital = bytes.indices.contains { bytes[$0] != bytes[$0].lowercased }
    return hasCapital ? bytes.string().lowercased() : bytes.string()
  }

  /// Characters of names and IPv4 addresses. RFC 3986 allows more (escapes, sub-delimiters) than
  /// any name that resolves; two readers could differ on those.
  private static func isNameCharacter(_ byte: UInt8) -> Bool {
    byte.isDigit || byte.lowercased &- UInt8(ascii: "a") < 26 || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
  }

  private static func isPort(_ bytes: Span<UInt8>) -> Bool {
    guard (1...5).contains(bytes.count) else { return false }
    var port = 0
    for index in bytes.indices {
      guard bytes[index].isDigit else { return false }
      port = port * 10 + Int(bytes[index] - UInt8(ascii: "0"))
    }
    return port <= 65_535
  }
}
