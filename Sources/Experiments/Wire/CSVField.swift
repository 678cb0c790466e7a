/// Fields of CSV (RFC 4180).
package enum CSVField {
  /// The field as it stands in a line: in quotes if it needs them, its own quotes doubled.
  package static func quoted(_ field: String) -> String {
    if !field.utf8.contains(where: isSpecial) { return field }
    return "\"" + field.escaping { $0 == "\"" ? "\"\"" : nil } + "\""
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: ","), UInt8(ascii: "\r"), UInt8(ascii: "\n"): true
    default: false
    }
  }
}
