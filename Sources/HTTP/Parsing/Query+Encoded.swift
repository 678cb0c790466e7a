extension Query {
  /// Decodes `name=value&...` once, as HTML forms write it: `+` is a space. Refused: broken
  /// escapes, NUL, what is not UTF-8, raw characters that are not visible ASCII.
  init(encoded bytes: Span<UInt8>) throws(ParseError.TargetError) {
    self.init()
    var start = 0
    while start < bytes.count {
      let end = bytes.firstIndex(of: UInt8(ascii: "&"), from: start) ?? bytes.count
      if end > start {
        let pair = bytes.extracting(start..<end)
        let mark = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.count
        let name = try Self.decode(pair.extracting(0..<mark))
        let value = try Self.decode(pair.extracting(Swift.min(mark + 1, pair.count)..<pair.count))
        pairs.append((name, value))
      }
      start = end + 1
    }
  }

  private static func decode(_ bytes: Span<UInt8>) throws(ParseError.TargetError) -> String {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      guard byte.isQueryCharacter else { throw .character }
      index += 1
      switch byte {
      case UInt8(ascii: "+"):
        decoded.append(UInt8(ascii: " "))
      case UInt8(ascii: "%"):
        guard index + 1 < bytes.count, let high = bytes[index].hexValue,
          let low = bytes[index + 1].hexValue, high | low != 0
        else { throw .escape }
        decoded.append(high << 4 | low)
        index += 2
      default:
        decoded.append(byte)
      }
    }
    guard let text = String(validating: decoded, as: UTF8.self) else { throw .encoding }
    return text
  }
}
