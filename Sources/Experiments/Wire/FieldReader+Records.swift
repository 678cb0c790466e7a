package import Foundation

// Fields of what programs record: free-form texts, values that may be NaN, times.

extension FieldReader {
  /// An object with free keys and short texts; numbers and booleans are taken as their text.
  package func texts(
    _ key: String, maximumKey: Int = 250, maximumValue: Int
  ) -> [String: String] {
    optionalTexts(key, maximumKey: maximumKey, maximumValue: maximumValue).compactMapValues { $0 }
  }

  /// The same, where a null stands for "remove this".
  package func optionalTexts(
    _ key: String, maximumKey: Int = 250, maximumValue: Int
  ) -> [String: String?] {
    guard let value = value(key, required: false, wanted: "an object") else { return [:] }
    guard case .object(let entries) = value else {
      report(key, "\(value) is not an object")
      return [:]
    }
    return nested(value, pointer: pointer(to: key), muted: false) { reader in
      Dictionary(
        uniqueKeysWithValues: entries.keys.map { name in
          if name.isEmpty || name.count > maximumKey {
            reader.report(name, "a key has between 1 and \(maximumKey) characters")
          }
          return (name, reader.scalarText(name, maximum: maximumValue))
        })
    }
  }

  private func scalarText(_ key: String, maximum: Int) -> String? {
    guard let value = value(key, required: false, wanted: "a string") else { return nil }
    let text: String
    switch value {
    case .string(let string): text = string
    case .integer, .number, .bool: text = value.description
    case .null, .array, .object:
      report(key, "\(value) is not a string, a number or a boolean")
      return nil
    }
    if text.count > maximum {
      report(key, "\(text.count) characters are too many: at most \(maximum)")
    }
    return text
  }

  /// A required number that may also be "NaN", "Infinity" or "-Infinity".
  package func value(_ key: String) -> Double {
    let wanted = "a number, \"NaN\", \"Infinity\" or \"-Infinity\""
    switch value(key, required: true, wanted: wanted) {
    case .integer(let whole): return Double(whole)
    case .number(let real): return real
    case .string("NaN"): return .nan
    case .string("Infinity"): return .infinity
    case .string("-Infinity"): return -.infinity
    case nil: return 0
    case let other?:
      report(key, "\(other) is not \(wanted)")
      return 0
    }
  }

  /// A time as RFC 3339 writes it, or as milliseconds since 1970.
  package func time(_ key: String, default fallback: Date) -> Date {
    let wanted = "an RFC 3339 time such as \"2026-11-24T06:00:00Z\", or milliseconds since 1970"
    guard let value = value(key, required: false, wanted: wanted) else { return fallback }
    switch value {
    case .integer(let milliseconds) where (0...253_402_300_799_999).contains(milliseconds):
      return Timestamp.date(milliseconds: milliseconds)
    case .string(let text):
      if let date = Timestamp.date(from: text) { return date }
      fallthrough
    default:
      report(key, "\(value) is not \(wanted)")
      return fallback
    }
  }

  /// A time, or null.
  package func optionalTime(_ key: String) -> Date? {
    let isGiven = has(key)
    let time = time(key, default: .distantPast)
    return isGiven ? time : nil
  }

  /// An array of objects, each read by `body`.
  package func objects<Value>(
    _ key: String, maximum: Int, _ body: (FieldReader) -> Value
  ) -> [Value] {
    guard let value = value(key, required: true, wanted: "an array of objects") else { return [] }
    guard case .array(let items) = value, items.count <= maximum else {
      report(key, "\(value) is not an array of at most \(maximum) objects")
      return []
    }
    return items.enumerated().map { index, item in
      nested(item, pointer: "\(pointer(to: key))/\(index)", muted: false, body)
    }
  }
}
