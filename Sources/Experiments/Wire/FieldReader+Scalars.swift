// Fields that hold one thing: texts, numbers, words of a set, ids. `about` is the field's line in
// the schema.

extension FieldReader {
  /// A string of `minimum` to `maximum` characters. Without a default the field is required.
  package func text(
    _ key: String, minimum: Int = 1, maximum: Int = 250, default fallback: String? = nil,
    example: String? = nil,
    about: String
  ) -> String {
    draw(key, about, isRequired: fallback == nil) {
      var schema = JSONValue.textSchema(minimum: minimum, maximum: maximum)
      if let fallback { schema = schema.adding(["default": .string(fallback)]) }
      if let example { schema = schema.adding(["examples": [.string(example)]]) }
      return schema
    }
    let wanted = "a string" + (example.map { ", such as \"\($0)\"" } ?? "")
    guard let value = value(key, required: fallback == nil, wanted: wanted) else {
      return fallback ?? ""
    }
    return text(value, key, minimum: minimum, maximum: maximum, wanted: wanted)
  }

  /// A string or null.
  package func optionalText(
    _ key: String, minimum: Int = 1, maximum: Int = 4096, example: String? = nil, about: String
  ) -> String? {
    draw(key, about) {
      let schema = JSONValue.textSchema(minimum: minimum, maximum: maximum).orNull
      return example.map { schema.adding(["examples": [.string($0)]]) } ?? schema
    }
    return optionalValue(key).map {
      text($0, key, minimum: minimum, maximum: maximum, wanted: "a string")
    }
  }

  /// A name that is a key, such as a metric's: a string that is kept in NFC.
  package func name(
    _ key: String, maximum: Int = 250, example: String? = nil, about: String
  ) -> String {
    text(key, maximum: maximum, example: example, about: about).composed
  }

  private func text(
    _ value: JSONValue, _ key: String, minimum: Int, maximum: Int, wanted: String
  ) -> String {
    guard case .string(let text) = value else {
      report(key, "\(value) is not \(wanted)")
      return ""
    }
    if minimum > 0, text.isEmpty { report(key, "is empty; \(wanted) is needed") }
    checkLength(text, key, maximum: maximum)
    return text
  }

  /// Reports a text that is too long or holds NUL, which ends strings in SQLite.
  func checkLength(_ text: String, _ key: String, maximum: Int) {
    // As JSON Schema and SQLite count: code points.
    let count = text.utf8.count <= maximum ? 0 : text.unicodeScalars.count
    if count > maximum {
      report(key, "\(count) characters are too many: at most \(maximum)")
    }
    if text.utf8.contains(0) { report(key, "holds the character NUL, which no text may") }
  }

  /// The id of a job or a run: lower-case hexadecimal digits.
  package func id(_ key: String, of kind: Identifier.Kind, about: String) -> String {
    draw(key, about, isRequired: true) { kind.schema }
    guard
      let value = value(key, required: true, wanted: "a string, such as \"\(kind.example)\"")
    else { return "" }
    guard case .string(let text) = value, kind.matches(text) else {
      report(key, "\(value) is not \(kind.description)")
      return ""
    }
    return text
  }

  /// The id that a worker gives itself.
  package func workerID(_ key: String, about: String) -> String {
    draw(key, about, isRequired: true) { Identifier.workerSchema }
    let wanted =
      "a string of 1 to \(Identifier.maximumWorker) characters that can be one part of a path: "
      + "no slash, backslash or control character"
    guard let value = value(key, required: true, wanted: wanted) else { return "" }
    guard case .string(let text) = value, Identifier.isWorker(text) else {
      report(key, "\(value) is not \(wanted)")
      return ""
    }
    return text
  }

  /// A whole number in a range. Without a default the field is required.
  package func integer(
    _ key: String, in range: ClosedRange<Int>, default fallback: Int? = nil, about: String
  ) -> Int {
    draw(key, about, isRequired: fallback == nil) {
      let schema = Self.schema(of: range)
      return fallback.map { schema.adding(["default": .integer($0)]) } ?? schema
    }
    let standIn = fallback ?? range.lowerBound
    guard
      let value = value(
        key, required: fallback == nil,
        wanted: "a whole number between \(range.lowerBound) and \(range.upperBound)")
    else { return standIn }
    return integer(value, key, in: range) ?? standIn
  }

  /// A whole number in a range, or null.
  package func optionalInteger(
    _ key: String, in range: ClosedRange<Int>, about: String
  ) -> Int? {
    draw(key, about) { Self.schema(of: range).orNull }
    return optionalValue(key).flatMap { integer($0, key, in: range) }
  }

  private func integer(_ value: JSONValue, _ key: String, in range: ClosedRange<Int>) -> Int? {
    guard let number = Self.wholeNumber(value) else {
      report(
        key,
        "\(value) is not a whole number between \(range.lowerBound) and \(range.upperBound)")
      return nil
    }
    guard range.contains(number) else {
      report(key, "\(number) is not between \(range.lowerBound) and \(range.upperBound)")
      return nil
    }
    return number
  }

  private static func schema(of range: ClosedRange<Int>) -> JSONValue {
    [
      "type": "integer", "minimum": .integer(range.lowerBound),
      "maximum": .integer(range.upperBound),
    ]
  }

  private static func wholeNumber(_ value: JSONValue) -> Int? {
    switch value {
    case .integer(let whole): whole
    // 3.0 and 1e3 are whole numbers too.
    case .number(let real): Int(exactly: real)
    default: nil
    }
  }

  /// A finite number in a range.
  package func number(
    _ key: String, in range: ClosedRange<Double>, default fallback: Double, about: String
  ) -> Double {
    draw(key, about) { Self.schema(of: range).adding(["default": .number(fallback)]) }
    let wanted = "a finite number between \(range.lowerBound) and \(range.upperBound)"
    guard let value = value(key, required: false, wanted: wanted) else { return fallback }
    return number(value, key, in: range) ?? fallback
  }

  /// A finite number in a range, or null.
  package func optionalNumber(
    _ key: String, in range: ClosedRange<Double>, about: String
  ) -> Double? {
    draw(key, about) { Self.schema(of: range).orNull }
    return optionalValue(key).flatMap { number($0, key, in: range) }
  }

  private func number(_ value: JSONValue, _ key: String, in range: ClosedRange<Double>) -> Double? {
    let number: Double
    switch value {
    case .integer(let whole): number = Double(whole)
    case .number(let real) where real.isFinite: number = real
    default:
      report(
        key,
        "\(value) is not a finite number between \(range.lowerBound) and \(range.upperBound)")
      return nil
    }
    guard range.contains(number) else {
      report(key, "\(value) is not between \(range.lowerBound) and \(range.upperBound)")
      return nil
    }
    return number
  }

  private static func schema(of range: ClosedRange<Double>) -> JSONValue {
    [
      "type": "number", "minimum": .number(range.lowerBound),
      "maximum": .number(range.upperBound),
    ]
  }

  /// true or false. Without a default the field is required.
  package func flag(_ key: String, default fallback: Bool? = nil, about: String) -> Bool {
    draw(key, about, isRequired: fallback == nil) {
      let schema: JSONValue = ["type": "boolean"]
      return fallback.map { schema.adding(["default": .bool($0)]) } ?? schema
    }
    let standIn = fallback ?? false
    guard let value = value(key, required: fallback == nil, wanted: "true or false") else {
      return standIn
    }
    if case .bool(let flag) = value { return flag }
    report(key, "\(value) is not true or false")
    return standIn
  }
}
