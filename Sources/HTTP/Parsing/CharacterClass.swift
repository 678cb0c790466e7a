/// The character classes of RFC 9110 5.6.2 and RFC 3986 2, one bit a character.
extension UInt8 {
  /// `tchar`: the characters of methods and field names.
  @inline(__always)
  var isTokenCharacter: Bool {
    // ! # $ % & ' * + - . 0-9                       A-Z ^ _ ` a-z | ~
    contains(0x03FF_6CFA_0000_0000, 0x57FF_FFFF_C7FF_FFFE)
  }

  /// A character that may stand raw in a path: `pchar`, `/` and `%`.
  @inline(__always)
  var isPathCharacter: Bool {
    // ! $ % & ' ( ) * + , - . / 0-9 : ; =           @ A-Z _ a-z ~
    contains(0x2FFF_FFF2_0000_0000, 0x47FF_FFFE_87FF_FFFF)
  }

  /// A visible ASCII character that may stand raw in a query. Browsers leave `|`, `[`, `{` and the
  /// like as they are there, and no two readers differ on them; `#` never gets to a server.
  @inline(__always)
  var isQueryCharacter: Bool {
    self > 0x20 && self < 0x7F && self != UInt8(ascii: "#")
  }

  /// A character of a field value: visible, space, tab, or not ASCII (RFC 9110 5.5).
  @inline(__always)
  var isFieldValueCharacter: Bool {
    self >= 0x20 ? self != 0x7F : self == 0x09
  }

  /// Space or tab.
  @inline(__always)
  var isBlank: Bool { self == 0x20 || self == 0x09 }

  @inline(__always)
  var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }

  /// The value of a hexadecimal digit.
  @inline(__always)
  var hexValue: UInt8? {
    if isDigit { return self &- UInt8(ascii: "0") }
    let letter = self | 0x20
    return letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "f")
      ? letter &- UInt8(ascii: "a") &+ 10 : nil
  }

  /// The letter in lower case; anything else as it is.
  @inline(__always)
  var lowercased: UInt8 {
    self &- UInt8(ascii: "A") < 26 ? self | 0x20 : self
  }

  @inline(__always)
  private func contains(_ below64: UInt64, _ below128: UInt64) -> Bool {
    if self < 64 { return below64 >> UInt64(self) & 1 != 0 }
    return self < 128 && below128 >> UInt64(self & 63) & 1 != 0
  }
}
