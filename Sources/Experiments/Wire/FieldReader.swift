/// Reads the fields of a JSON object and collects everything that is wrong with them.
///
/// Each field is read by one call that states its type, range and default. A field that cannot be
/// read is reported under its JSON pointer and the default (or a stand-in) is returned, so that one
/// pass finds every error; `FieldReader.read` throws them together. Keys that no call asked
/// for are errors too.
package final class FieldReader {
  private let pointer: String
  private let members: [String: JSONValue]
  private var asked: Set<String> = []
  private var errors: [FieldError] = []
  /// What is not an object has no fields to complain about.
  private let isObject: Bool

  private init(_ value: JSONValue, pointer: String) {
    self.pointer = pointer
    if case .object(let members) = value {
      self.members = members
      isObject = true
    } else {
      members = [:]
      isObject = false
      errors.append(FieldError(pointer: pointer, detail: "\(value) is not an object"))
    }
  }

  /// Reads a whole document. Throws `InvalidSpec` with every error found.
  package static func read<Value>(
    _ value: JSONValue, _ body: (FieldReader) -> Value
  ) throws -> Value {
    let reader = FieldReader(value, pointer: "")
    let result = body(reader)
    reader.refuseUnknownKeys()
    if !reader.found.isEmpty { throw InvalidSpec(errors: reader.found) }
    return result
  }

  /// Reports an error that concerns more than one field under the key where it is best mended.
  package func report(_ key: String, _ detail: String) {
    errors.append(FieldError(pointer: pointer(to: key), detail: detail))
  }

  /// Whether the key is there with a value other than null.
  package func has(_ key: String) -> Bool {
    members[key].map { $0 != .null } ?? false
  }
}

// MARK: - Fields

extension FieldReader {
  /// A string of at most `maximum` characters. Without a default the field is required.
  package func text(
    _ key: String, maximum: Int = 250, default fallback: String? = nil, example: String = "text"
  ) -> String {
    guard
      let value = value(key, required: fallback == nil, wanted: "a string, such as \"\(example)\"")
    else { return fallback ?? "" }
    guard case .string(let text) = value else {
      report(key, "\(value) is not a string, such as \"\(example)\"")
      return fallback ?? ""
    }
    if text.count > maximum {
      report(key, "\(text.count) characters are too many: at most \(maximum)")
    } else if fallback == nil, text.isEmpty {
      report(key, "is empty; a string, such as \"\(example)\", is needed")
    }
    return text
  }

  /// A string or null.
  package func optionalText(_ key: String, maximum: Int = 4096) -> String? {
    asked.insert(key)
    return has(key) ? text(key, maximum: maximum, default: "") : nil
  }

  /// A whole number in a range. Without a default the field is required.
  package func integer(
    _ key: String, in range: ClosedRange<Int>, default fallback: Int? = nil
  ) -> Int {
    let wanted = "a whole number between \(range.lowerBound) and \(range.upperBound)"
    let standIn = fallback ?? range.lowerBound
    guard let value = value(key, required: fallback == nil, wanted: wanted) else { return standIn }
    guard let number = Self.wholeNumber(value) else {
      report(key, "\(value) is not \(wanted)")
      return standIn
    }
    guard range.contains(number) else {
      report(key, "\(number) is not between \(range.lowerBound) and \(range.upperBound)")
      return standIn
    }
    return number
  }

  /// A whole number in a range, or null.
  package func optionalInteger(_ key: String, in range: ClosedRange<Int>) -> Int? {
    asked.insert(key)
    return has(key) ? integer(key, in: range) : nil
  }

  /// A finite number in a range.
  package func number(
    _ key: String, in range: ClosedRange<Double>, default fallback: Double
  ) -> Double {
    let wanted = "a finite number between \(range.lowerBound) and \(range.upperBound)"
    guard let value = value(key, required: false, wanted: wanted) else { return fallback }
    let number: Double
    switch value {
    case .integer(let whole): number = Double(whole)
    case .number(let real) where real.isFinite: number = real
    default:
      report(key, "\(value) is not \(wanted)")
      return fallback
    }
    guard range.contains(number) else {
      report(key, "\(value) is not between \(range.lowerBound) and \(range.upperBound)")
      return fallback
    }
    return number
  }

  /// One of a fixed set of words. Without a default the field is required.
  package func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String, default fallback: Choice
  ) -> Choice {
    let words = Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
    guard let value = value(key, required: false, wanted: words) else { return fallback }
    guard case .string(let text) = value, let choice = Choice(rawValue: text) else {
      report(key, "\(value) is not one of \(words)")
      return fallback
    }
    return choice
  }

  /// One of a fixed set of words that must be given.
  package func requiredChoice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String, standIn: Choice
  ) -> Choice {
    let words = Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
    guard has(key) else {
      _ = value(key, required: true, wanted: "one of \(words)")
      return standIn
    }
    return choice(key, default: standIn)
  }

  /// One of a fixed set of words, or null.
  package func optionalChoice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String
  ) -> Choice? {
    asked.insert(key)
    guard has(key), let standIn = Choice.allCases.first else { return nil }
    return choice(key, default: standIn)
  }

  /// An array whose items are each read by `item`, which returns nil for one of the wrong kind.
  package func list<Item>(
    _ key: String, of wanted: String, maximum: Int = 1000, default fallback: [Item] = [],
    _ item: (JSONValue) -> Item?
  ) -> [Item] {
    guard let value = value(key, required: false, wanted: "an array of \(wanted)") else {
      return fallback
    }
    guard case .array(let values) = value, values.count <= maximum else {
      report(key, "\(value) is not an array of at most \(maximum) \(wanted)")
      return fallback
    }
    return values.enumerated().compactMap { index, value in
      if let item = item(value) { return item }
      report("\(key)", at: index, "\(value) is not one of: \(wanted)")
      return nil
    }
  }

  /// A nested object, read by `body`; a missing one is read as `{}` so that defaults apply.
  package func object<Value>(
    _ key: String, required: Bool = false, _ body: (FieldReader) -> Value
  ) -> Value {
    let value = value(key, required: required, wanted: "an object") ?? .object([:])
    let missing = required && !has(key)
    return nested(value, pointer: pointer(to: key), muted: missing, body)
  }

  /// A nested object or null.
  package func optionalObject<Value>(_ key: String, _ body: (FieldReader) -> Value) -> Value? {
    asked.insert(key)
    return has(key) ? object(key, body) : nil
  }

  /// An object whose keys are free and whose values are each read by `body`.
  package func dictionary<Value>(
    _ key: String, _ body: (FieldReader) -> Value
  ) -> [String: Value] {
    guard let value = value(key, required: false, wanted: "an object") else { return [:] }
    guard case .object(let entries) = value else {
      report(key, "\(value) is not an object")
      return [:]
    }
    var result: [String: Value] = [:]
    for name in entries.keys.sorted() {
      guard let entry = entries[name] else { continue }
      let place = "\(pointer(to: key))/\(JSONPointer.escape(name))"
      result[name] = nested(entry, pointer: place, muted: false, body)
    }
    return result
  }
}

// MARK: - Parts

extension FieldReader {
  func pointer(to key: String) -> String {
    "\(pointer)/\(JSONPointer.escape(key))"
  }

  func report(_ key: String, at index: Int, _ detail: String) {
    errors.append(FieldError(pointer: "\(pointer(to: key))/\(index)", detail: detail))
  }

  func value(_ key: String, required: Bool, wanted: String) -> JSONValue? {
    asked.insert(key)
    if let value = members[key], value != .null { return value }
    if required { report(key, "is required: \(wanted)") }
    return nil
  }

  /// `muted`: the object itself was reported as missing, so its fields need no reports.
  func nested<Value>(
    _ value: JSONValue, pointer: String, muted: Bool, _ body: (FieldReader) -> Value
  ) -> Value {
    let reader = FieldReader(value, pointer: pointer)
    let result = body(reader)
    reader.refuseUnknownKeys()
    if !muted { errors += reader.found }
    return result
  }

  private var found: [FieldError] { isObject ? errors : Array(errors.prefix(1)) }

  private func refuseUnknownKeys() {
    for key in members.keys.sorted() where !asked.contains(key) {
      report(key, "is unknown; the keys here are \(asked.sorted().joined(separator: ", "))")
    }
  }

  private static func wholeNumber(_ value: JSONValue) -> Int? {
    switch value {
    case .integer(let whole): whole
    // 3.0 and 1e3 are whole numbers too.
    case .number(let real): Int(exactly: real)
    default: nil
    }
  }
}
