/// Reads JSON text (RFC 8259, UTF-8) into a tree and says exactly where it cannot.
///
/// What a program may write although JSON has no such thing is not a syntax error here but a bad
/// field with its pointer: the words NaN and Infinity, numbers beyond a double's range, and a key
/// that an object has twice.
package struct JSONParser {
  /// Deeper nesting is refused, so that no text can exhaust the stack.
  package static let maximumDepth = 64

  private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")

  private let bytes: [UInt8]
  private var at = 0
  private var path: [JSONPathPart] = []
  private var badFields = FieldErrors()

  private enum JSONPathPart {
    case key(String)
    case index(Int)
  }

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Throws `InvalidJSON` for a text that is not JSON, and `InvalidSpec` with a pointer to each
  /// field that no JSON value can stand for.
  package static func parse(_ bytes: [UInt8]) throws -> JSONValue {
    var parser = JSONParser(bytes)
    // A byte order mark, which some editors write and nobody sees (RFC 8259 8.1).
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { parser.at = 3 }
    parser.skipSpace()
    let value = try parser.value()
    parser.skipSpace()
    guard parser.at == bytes.count else {
      throw parser.invalid("the text goes on after the end of the value")
    }
    if !parser.badFields.kept.isEmpty { throw InvalidSpec(errors: parser.badFields.told) }
    return value
  }
}

// MARK: - Values

extension JSONParser {
  private mutating func value() throws(InvalidJSON) -> JSONValue {
    switch peek {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "N"): return try nonFinite("NaN")
    case UInt8(ascii: "I"): return try nonFinite("Infinity")
    case let byte? where byte == UInt8(ascii: "-") || Self.digits.contains(byte):
      return try number()
    default: throw invalid("a value is expected")
    }
  }

  private mutating func object() throws(InvalidJSON) -> JSONValue {
    try enter()
    var members: [String: JSONValue] = [:]
    if skip(UInt8(ascii: "}")) { return .object(members) }
    repeat {
      skipSpace()
      guard peek == UInt8(ascii: "\"") else { throw invalid("a key in quotes is expected") }
      let key = try string()
      skipSpace()
      guard skip(UInt8(ascii: ":")) else { throw invalid("\":\" is expected after a key") }
      skipSpace()
      path.append(.key(key))
      if members.updateValue(try value(), forKey: key) != nil { report("is given twice") }
      path.removeLast()
      skipSpace()
    } while skip(UInt8(ascii: ","))
    guard skip(UInt8(ascii: "}")) else { throw invalid("\",\" or \"}\" is expected") }
    return .object(members)
  }

  private mutating func array() throws(InvalidJSON) -> JSONValue {
    try enter()
    var items: [JSONValue] = []
    if skip(UInt8(ascii: "]")) { return .array(items) }
    repeat {
      skipSpace()
      path.append(.index(items.count))
      items.append(try value())
      path.removeLast()
      skipSpace()
    } while skip(UInt8(ascii: ","))
    guard skip(UInt8(ascii: "]")) else { throw invalid("\",\" or \"]\" is expected") }
    return .array(items)
  }

  /// Steps past an opening bracket and the space after it.
  private mutating func enter() throws(InvalidJSON) {
    guard path.count < Self.maximumDepth else {
      throw invalid("more than \(Self.maximumDepth) levels of nesting")
    }
    at += 1
    skipSpace()
  }

  private mutating func word(
    _ word: StaticString, _ value: JSONValue
  ) throws(InvalidJSON) -> JSONValue {
    let wanted = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    guard bytes[at...].starts(with: wanted) else { throw invalid("a value is expected") }
    at += wanted.count
    return value
  }

  private mutating func nonFinite(
    _ word: StaticString, sign: String = ""
  ) throws(InvalidJSON) -> JSONValue {
    let value = try self.word(word, .null)
    report(
      "\(sign)\(word) is not a finite number; where one may be, it is a text: \"\(sign)\(word)\"")
    return value
  }
}

// MARK: - Numbers

extension JSONParser {
  /// number = [ "-" ] int [ frac ] [ exp ] (RFC 8259, section 6).
  private mutating func number() throws(InvalidJSON) -> JSONValue {
    let start = at
    let isNegative = skip(UInt8(ascii: "-"))
    if peek == UInt8(ascii: "I") {
      return try nonFinite("Infinity", sign: isNegative ? "-" : "")
    }
    let leadingZero = peek == UInt8(ascii: "0")
    let whole = try digits()
    if leadingZero, whole > 1 { throw invalid("a number does not begin with 0", back: whole) }
    var isWhole = true
    if skip(UInt8(ascii: ".")) {
      isWhole = false
      _ = try digits()
    }
    if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
      isWhole = false
      if !skip(UInt8(ascii: "+")) { _ = skip(UInt8(ascii: "-")) }
      _ = try digits()
    }
    let text = String(decoding: bytes[start..<at], as: UTF8.self)
    if isWhole, let integer = Int(text) { return .integer(integer) }
    guard let real = Double(text), real.isFinite else {
      report("\(text) is beyond the range of a double")
      return .null
    }
    return .number(real)
  }

  /// Steps past one digit or more and returns how many.
  private mutating func digits() throws(InvalidJSON) -> Int {
    let start = at
    while let byte = peek, Self.digits.contains(byte) { at += 1 }
    guard at > start else { throw invalid("a digit is expected") }
    return at - start
  }
}

// MARK: - Strings

extension JSONParser {
  private mutating func string() throws(InvalidJSON) -> String {
    at += 1
    let start = at
    var escaped: [UInt8]?
    var from = start
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        // Most strings have no escape, and are taken as they stand.
        let string =
          if let escaped {
            String(validating: escaped + bytes[from..<at], as: UTF8.self)
          } else { String(validating: bytes[from..<at], as: UTF8.self) }
        guard let string else { throw invalid("the string is not UTF-8", back: at - start) }
        at += 1
        return string
      case UInt8(ascii: "\\"):
        escaped = (escaped ?? []) + bytes[from..<at]
        at += 1
        escaped?.append(contentsOf: String(try escape()).utf8)
        from = at
      case 0..<0x20:
        throw invalid("a control character is written as an escape, such as \\n")
      default: at += 1
      }
    }
    throw invalid("a closing quote is expected")
  }

  private mutating func escape() throws(InvalidJSON) -> Unicode.Scalar {
    guard let byte = peek else { throw invalid("an escape is expected") }
    at += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicodeEscape()
    default: throw invalid("there is no such escape", back: 1)
    }
  }

  /// `\uXXXX`, or the two of a surrogate pair for what lies beyond the basic plane.
  private mutating func unicodeEscape() throws(InvalidJSON) -> Unicode.Scalar {
    let first = try hexDigits()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard (0xD800...0xDBFF).contains(first), skip(UInt8(ascii: "\\")), skip(UInt8(ascii: "u"))
    else { throw invalid("half of a surrogate pair") }
    let second = try hexDigits()
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw invalid("half of a surrogate pair") }
    return scalar
  }

  private mutating func hexDigits() throws(InvalidJSON) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw invalid("four hexadecimal digits are expected")
      }
      value = value << 4 + UInt32(digit)
      at += 1
    }
    return value
  }
}

// MARK: - Parts

extension JSONParser {
  private var peek: UInt8? { at < bytes.count ? bytes[at] : nil }

  private mutating func skip(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    at += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { at += 1 }
  }

  private mutating func report(_ detail: String) {
    if badFields.isFull { return }
    let pointer = path.map { part in
      switch part {
      case .key(let key): "/" + JSONPointer.escape(key)
      case .index(let index): "/\(index)"
      }
    }.joined()
    badFields.add(FieldError(pointer: pointer, detail: detail))
  }

  /// The error for the byte that is read now, or `back` bytes before it.
  private func invalid(_ reason: String, back: Int = 0) -> InvalidJSON {
    let place = at - back
    let line = bytes[..<place].count { $0 == 0x0A } + 1
    let lineStart = bytes[..<place].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let ended = place >= bytes.count ? "the text ends here; " : ""
    return InvalidJSON(line: line, column: place - lineStart + 1, reason: ended + reason)
  }
}
