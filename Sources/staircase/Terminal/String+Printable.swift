import Foundation

extension String {
  /// The text with its control characters (C0, DEL and C1) and Unicode's ends of lines written out,
  /// as in "\x1b": on a terminal they could move the cursor, or make up what the program says.
  func printable(keepsTabs: Bool = false) -> String {
    let isControl = { (scalar: Unicode.Scalar) in
      switch scalar.value {
      case 0x09: !keepsTabs
      case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029: true
      default: false
      }
    }
    guard unicodeScalars.contains(where: isControl) else { return self }
    return unicodeScalars.reduce(into: "") { text, scalar in
      if isControl(scalar) {
        text += String(format: "\\x%02x", scalar.value)
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
  }
}
