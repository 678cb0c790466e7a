/// Writes a decoded path as it may stand in a target, and in a log: in ASCII that can be seen.
package enum PathEncoder {
  /// The path with an escape for each byte that is not `pchar` or `/`, and for `%`.
  package static func encode(_ path: String) -> String {
    if path.utf8.allSatisfy(isPlain) { return path }
    var bytes: [UInt8] = []
    for byte in path.utf8 {
      if isPlain(byte) {
        bytes.append(byte)
      } else {
        bytes.append("%")
        bytes.append(digit(byte >> 4))
        bytes.append(digit(byte & 15))
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte.isPathCharacter && byte != UInt8(ascii: "%")
  }

  /// RFC 3986 2.1 wants capitals.
  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
  }
}
