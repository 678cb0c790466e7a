import Foundation

/// Reads `{"metrics": [...]}` as programs write it, in one pass and without a tree.
///
/// It knows the plain form only: the four fields of a point, texts without escapes, finite numbers.
/// Whatever else there is, right or wrong, is left to the reader that explains errors.
struct MetricScanner {
  private let bytes: [UInt8]
  private let now: Date
  private var at = 0
  /// Keys repeat from point to point; so does the text that was made of one.
  private var lastKey: (range: Range<Int>, text: String)?
  /// The powers of ten that a double holds exactly.
  private static let powers: [Double] = (0...22).map { pow(10, Double($0)) }

  /// The points, or nil if this is not the plain form.
  static func points(_ data: Data, now: Date) -> [MetricPoint]? {
    var scanner = MetricScanner(bytes: [UInt8](data), now: now)
    return scanner.batch()
  }

  private init(bytes: [UInt8], now: Date) {
    (self.bytes, self.now) = (bytes, now)
  }

  // MARK: Structure

  private mutating func batch() -> [MetricPoint]? {
    guard take("{"), let range = text(), matches(range, "metrics"), take(":"), take("[") else {
      return nil
    }
    var points: [MetricPoint] = []
    points.reserveCapacity(min(MetricBatch.maximum, bytes.count / 64 + 1))
    if !take("]") {
      repeat {
        guard points.count < MetricBatch.maximum, let point = point() else { return nil }
        points.append(point)
      } while take(",")
      guard take("]") else { return nil }
    }
    guard take("}") else { return nil }
    skipSpace()
    return at == bytes.count ? points : nil
  }

  private mutating func point() -> MetricPoint? {
    var key: String?
    var step: Int?
    var value: Double?
    var time: Date?
    guard take("{") else { return nil }
    repeat {
      guard let name = text(), take(":") else { return nil }
      if matches(name, "key"), key == nil {
        key = keyText()
        if key == nil { return nil }
      } else if matches(name, "step"), step == nil {
        guard let number = wholeNumber(), MetricBatch.steps.contains(number) else { return nil }
        step = number
      } else if matches(name, "value"), value == nil {
        value = number()
        if value == nil { return nil }
      } else if matches(name, "time"), time == nil {
        time = self.time()
        if time == nil { return nil }
      } else {
        return nil
      }
    } while take(",")
    guard take("}"), let key, let value else { return nil }
    return MetricPoint(key: key, step: step ?? 0, value: value, time: time ?? now)
  }

  // MARK: Values

  private mutating func keyText() -> String? {
    guard let range = text(), !range.isEmpty else { return nil }
    if let lastKey, lastKey.range.count == range.count,
      bytes[lastKey.range].elementsEqual(bytes[range])
    {
      return lastKey.text
    }
    // A longer one may still be short enough in characters.
    guard range.count <= MetricBatch.maximumKey,
      let text = String(validating: bytes[range], as: UTF8.self)?.composed
    else { return nil }
    lastKey = (range, text)
    return text
  }

  private mutating func time() -> Date? {
    skipSpace()
    guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else {
      guard let number = wholeNumber(), Timestamp.range.contains(number) else { return nil }
      return Timestamp.date(milliseconds: number)
    }
    guard let range = text(), let text = String(validating: bytes[range], as: UTF8.self),
      let date = Timestamp.date(from: text), Timestamp.range.contains(Timestamp.milliseconds(date))
    else { return nil }
    return date
  }

  /// A whole number from 0, without fraction or exponent.
  private mutating func wholeNumber() -> Int? {
    skipSpace()
    let start = at
    var number = 0
    while let digit = digit(at), at - start < 18 {
      number = number * 10 + digit
      at += 1
    }
    let count = at - start
    guard count > 0, count == 1 || bytes[start] != UInt8(ascii: "0"), isEndOfNumber else {
      return nil
    }
    return number
  }

  /// A finite number, exactly as `Double` reads it: digits that fit a double's 53 bits times an
  /// exact power of ten are rounded once (W. Clinger, 1990); all others are left to the library.
  private mutating func number() -> Double? {
    skipSpace()
    let start = at
    let isNegative = at < bytes.count && bytes[at] == UInt8(ascii: "-")
    if isNegative { at += 1 }
    let first = at
    var digits = 0
    var mantissa: UInt64 = 0
    var scale = 0
    while let digit = digit(at) {
      if digits < 19 { mantissa = mantissa * 10 + UInt64(digit) }
      (digits, at) = (digits + 1, at + 1)
    }
    guard at > first, at - first == 1 || bytes[first] != UInt8(ascii: "0") else { return nil }
    if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
      at += 1
      let point = at
      while let digit = digit(at) {
        if digits < 19 { mantissa = mantissa * 10 + UInt64(digit) }
        (digits, at) = (digits + 1, at + 1)
      }
      guard at > point else { return nil }
      scale = at - point
    }
    // As a whole number has no sign at 0.
    if isEndOfNumber, mantissa == 0, scale == 0, digits == 1 { return 0 }
    if isEndOfNumber, digits <= 19, mantissa <= 1 << 53, scale <= 22 {
      let value = Double(mantissa) / Self.powers[scale]
      return isNegative ? -value : value
    }
    return libraryNumber(from: start)
  }

  /// The number that begins at `start`, of which all but an exponent is known to be right.
  private mutating func libraryNumber(from start: Int) -> Double? {
    if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
      at += 1
      if at < bytes.count, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(bytes[at]) { at += 1 }
      let exponent = at
      while digit(at) != nil { at += 1 }
      guard at > exponent else { return nil }
    }
    guard isEndOfNumber, let value = Double(String(decoding: bytes[start..<at], as: UTF8.self)),
      value.isFinite
    else { return nil }
    return value
  }

  // MARK: Bytes

  /// The bytes of a string without escapes and control characters, between its quotes.
  private mutating func text() -> Range<Int>? {
    guard take("\"") else { return nil }
    let start = at
    while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
      if bytes[at] == UInt8(ascii: "\\") || bytes[at] < 0x20 { return nil }
      at += 1
    }
    guard at < bytes.count else { return nil }
    at += 1
    return start..<(at - 1)
  }

  private func matches(_ range: Range<Int>, _ word: StaticString) -> Bool {
    guard range.count == word.utf8CodeUnitCount else { return false }
    return word.withUTF8Buffer { word in bytes[range].elementsEqual(word) }
  }

  /// Passes a byte, and space before it.
  private mutating func take(_ byte: Unicode.Scalar) -> Bool {
    skipSpace()
    guard at < bytes.count, bytes[at] == UInt8(ascii: byte) else { return false }
    at += 1
    return true
  }

  private mutating func skipSpace() {
    while at < bytes.count {
      switch bytes[at] {
      case 0x20, 0x0A, 0x0D, 0x09: at += 1
      default: return
      }
    }
  }

  private func digit(_ place: Int) -> Int? {
    guard place < bytes.count, bytes[place] &- UInt8(ascii: "0") <= 9 else { return nil }
    return Int(bytes[place] &- UInt8(ascii: "0"))
  }

  private var isEndOfNumber: Bool {
    guard at < bytes.count else { return true }
    return switch bytes[at] {
    case UInt8(ascii: ","), UInt8(ascii: "}"), 0x20, 0x0A, 0x0D, 0x09: true
    default: false
    }
  }
}
