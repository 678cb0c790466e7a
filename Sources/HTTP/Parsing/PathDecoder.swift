/// Decodes a path once and refuses whatever a second reader could take for another path.
enum PathDecoder {
  /// The path of `bytes`, which begin with `/`. Refused: raw characters outside `pchar`; broken
  /// escapes; escapes of `/`, `\` and control characters (C0, DEL, C1); what is not UTF-8; empty
  /// segments (but a final one); `.` and `..`, plain or escaped.
  static func decode(_ bytes: Span<UInt8>) throws(ParseError.TargetError) -> String {
    var hasEscape = false
    for index in bytes.indices {
      guard bytes[index].isPathCharacter else { throw .character }
      if bytes[index] == UInt8(ascii: "%") { hasEscape = true }
    }
    guard hasEscape else {
      try checkSegments(bytes)
      return bytes.string()
    }
    let decoded = try unescape(bytes)
    try checkSegments(decoded.span)
    guard let path = String(validating: decoded, as: UTF8.self) else { throw .encoding }
    // C1 in UTF-8: terminals and logs act on it as on C0.
    for (byte, next) in zip(decoded, decoded.dropFirst()) where byte == 0xC2 && next < 0xA0 {
      throw .escape
    }
    return path
  }

  private static func unescape(_ bytes: Span<UInt8>) throws(ParseError.TargetError) -> [UInt8] {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      guard byte == UInt8(ascii: "%") else {
        decoded.append(byte)
        continue
      }
      guard index + 1 < bytes.count, let high = bytes[index].hexValue,
        let low = bytes[index + 1].hexValue
      else { throw .escape }
      index += 2
      let value = high << 4 | low
      guard value >= 0x20, value != 0x7F, value != UInt8(ascii: "/"), value != UInt8(ascii: "\\")
      else { throw .escape }
      decoded.append(value)
    }
    return decoded
  }

  private static func checkSegments(_ path: Span<UInt8>) throws(ParseError.TargetError) {
    var start = 1
    while start < path.count {
      let end = path.firstIndex(of: UInt8(ascii: "/"), from: start) ?? path.count
      if end == start { throw .emptySegment }
      if path[start] == UInt8(ascii: ".") {
        if end == start + 1 { throw .dotSegment }
        if end == start + 2, path[start + 1] == UInt8(ascii: ".") { throw .dotSegment }
      }
      start = end + 1
    }
  }
}
