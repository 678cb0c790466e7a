/// JSON pointers (RFC 6901), which name the field that an error is about.
package enum JSONPointer {
  /// `~` and `/` in a key are written `~0` and `~1` (RFC 6901, section 4).
  package static func escape(_ key: String) -> String {
    guard key.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else {
      return key
    }
    return key.escaping { $0 == "~" ? "~0" : $0 == "/" ? "~1" : nil }
  }

  /// The keys along a pointer; nil for a text that is none.
  package static func keys(_ pointer: String) -> [String]? {
    let parts = pointer.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.first?.isEmpty ?? true else { return nil }
    var keys: [String] = []
    for part in parts.dropFirst() {
      guard let key = unescape(part) else { return nil }
      keys.append(key)
    }
    return keys
  }

  private static func unescape(_ part: Substring.UnicodeScalarView) -> String? {
    var key = ""
    var rest = part[...]
    while let scalar = rest.popFirst() {
      guard scalar == "~" else {
        key.unicodeScalars.append(scalar)
        continue
      }
      switch rest.popFirst() {
      case "0": key.unicodeScalars.append("~")
      case "1": key.unicodeScalars.append("/")
      default: return nil
      }
    }
    return key
  }
}
