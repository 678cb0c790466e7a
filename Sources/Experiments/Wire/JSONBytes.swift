package import Foundation

/// JSON that is written value by value, for answers of many values: the text is the one that
/// `JSONCoding.encoder()` makes.
package struct JSONBytes: Sendable {
  package private(set) var bytes: [UInt8] = []

  package init(capacity: Int) {
    bytes.reserveCapacity(capacity)
  }

  /// Adds text as it is.
  package mutating func raw(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// Adds JSON that is written already.
  package mutating func json(_ text: String) {
    bytes.append(contentsOf: text.utf8)
  }

  /// Adds JSON that is written already.
  package mutating func json(_ other: JSONBytes) {
    bytes.append(contentsOf: other.bytes)
  }

  /// Begins a member of an object.
  package mutating func key(_ name: StaticString) {
    raw(bytes.last == UInt8(ascii: "{") ? "\"" : ",\"")
    raw(name)
    raw("\":")
  }

  /// Adds a string in quotes.
  package mutating func string(_ text: String) {
    var text = text
    raw("\"")
    text.withUTF8 { text in
      var start = 0
      for place in text.indices
      where text[place] < 0x20 || text[place] == Self.quote || text[place] == Self.backslash {
        bytes.append(contentsOf: text[start..<place])
        escape(text[place])
        start = place + 1
      }
      bytes.append(contentsOf: text[start...])
    }
    raw("\"")
  }

  private static let quote = UInt8(ascii: "\"")
  private static let backslash = UInt8(ascii: "\\")

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case Self.quote: raw("\\\"")
    case Self.backslash: raw("\\\\")
    case 0x08: raw("\\b")
    case 0x09: raw("\\t")
    case 0x0A: raw("\\n")
    case 0x0C: raw("\\f")
    case 0x0D: raw("\\r")
    default: json((byte < 0x10 ? "\\u000" : "\\u00") + String(byte, radix: 16))
    }
  }

  package mutating func bool(_ value: Bool) {
    raw(value ? "true" : "false")
  }

  package mutating func integer(_ value: Int) {
    json(String(value))
  }

  /// The shortest digits that give the same double back; a word for what JSON has no number for.
  package mutating func number(_ value: Double) {
    if value.isNaN { return raw("\"NaN\"") }
    if value.isInfinite { return raw(value < 0 ? "\"-Infinity\"" : "\"Infinity\"") }
    json(value.description)
    let end = bytes.count
    if bytes[end - 1] == UInt8(ascii: "0"), bytes[end - 2] == UInt8(ascii: ".") {
      bytes.removeLast(2)
    }
  }

  package mutating func time(_ date: Date) {
    raw("\"")
    json(Timestamp.string(from: date))
    raw("\"")
  }

  /// Adds an array.
  package mutating func array<Elements: Sequence>(
    _ elements: Elements, _ body: (inout JSONBytes, Elements.Element) throws -> Void
  ) rethrows {
    raw("[")
    var isFirst = true
    for element in elements {
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      try body(&self, element)
    }
    raw("]")
  }

  /// Adds an object of any members, by their names.
  package mutating func object<Value>(
    _ members: [String: Value], _ body: (inout JSONBytes, Value) throws -> Void
  ) rethrows {
    raw("{")
    for (name, value) in members.sorted(by: { $0.key < $1.key }) {
      if bytes.last != UInt8(ascii: "{") { raw(",") }
      string(name)
      raw(":")
      try body(&self, value)
    }
    raw("}")
  }
}
