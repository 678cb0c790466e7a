package import Foundation

// Fields of what programs record: free-form texts, values that may be NaN, times.

extension FieldReader {
  /// An object with free keys, kept in NFC, and short texts; numbers and booleans are taken as
  /// their text.
  package func texts(
    _ key: String, maximumValue: Int, about: String
  ) -> [String: String] {
    draw(key, about) {
      Self.textsSchema(["string", "number", "boolean"], maximumValue)
    }
    return entries(key) { reader, name in
      reader.members[name].flatMap { reader.scalarText($0, name, maximum: maximumValue) }
    }.compactMapValues { $0 }
  }

  /// The same, where a null stands for "remove this".
  package func optionalTexts(
    _ key: String, maximumValue: Int, about: String
  ) -> [String: String?] {
    draw(key, about) {
      Self.textsSchema(["string", "number", "boolean", "null"], maximumValue)
    }
    return entries(key) { reader, name in
      reader.optionalValue(name).flatMap { reader.scalarText($0, name, maximum: maximumValue) }
    }
  }

  /// Characters of a free key.
  private static let maximumKey = 250

  private static func textsSchema(_ types: JSONValue, _ maximumValue: Int) -> JSONValue {
    let value = JSONValue.textSchema(minimum: 0, maximum: maximumValue).adding(["type": types])
    return [
      "type": "object", "propertyNames": .textSchema(minimum: 1, maximum: maximumKey),
      "additionalProperties": value,
    ]
  }

  private func entries(
    _ key: String, _ text: (FieldReader, String) -> String?
  ) -> [String: String?] {
    guard let value = value(key, required: false, wanted: "an object") else { return [:] }
    guard case .object(let entries) = value else {
      report(key, "\(value) is not an object")
      return [:]
    }
    return nested(value, pointer: pointer(to: key)) { reader in
      var result: [String: String?] = [:]
      for name in entries.keys.sorted() where !reader.errors.isFull {
        if name.isEmpty {
          reader.report(name, "a key has between 1 and \(Self.maximumKey) characters")
        }
        reader.checkLength(name.composed, name, maximum: Self.maximumKey)
        _ = reader.optionalValue(name)
        result[name.composed] = .some(text(reader, name))
      }
      return result
    }
  }

  private func scalarText(_ value: JSONValue, _ key: String, maximum: Int) -> String? {
    let text: String
    switch value {
    case .string(let string): text = string
    case .integer, .number, .bool: text = value.description
    case .null, .array, .object:
      report(key, "\(value) is not a string, a number or a boolean")
      return nil
    }
    checkLength(text, key, maximum: maximum)
    return text
  }

  /// A required number that may also be "NaN", "Infinity" or "-Infinity".
  package func value(_ key: String, about: String) -> Double {
    draw(key, about, isRequired: true) { .anyNumber }
    guard let value = value(key, required: true, wanted: Self.anyNumberWords) else { return 0 }
    return anyNumber(value, key) ?? 0
  }

  /// The same, or null.
  package func optionalValue(_ key: String, about: String) -> Double? {
    draw(key, about) { .anyNumber.orNull }
    return optionalValue(key).flatMap { anyNumber($0, key) }
  }

  private func anyNumber(_ value: JSONValue, _ key: String) -> Double? {
    switch value {
    case .integer(let whole): return Double(whole)
    case .number(let real): return real
    case .string("NaN"): return .nan
    case .string("Infinity"): return .infinity
    case .string("-Infinity"): return -.infinity
    default:
      report(key, "\(value) is not \(Self.anyNumberWords)")
      return nil
    }
  }

  private static let anyNumberWords = "a number, \"NaN\", \"Infinity\" or \"-Infinity\""

  /// A time as RFC 3339 writes it, or as milliseconds since 1970.
  /// Without a default the field is required.
  package func time(_ key: String, default fallback: Date? = nil, about: String) -> Date {
    draw(key, about, isRequired: fallback == nil) { ["anyOf": .array(Self.timeSchemas)] }
    let standIn = fallback ?? Date(timeIntervalSince1970: 0)
    guard let value = value(key, required: fallback == nil, wanted: Self.timeWords) else {
      return standIn
    }
    return time(value, key) ?? standIn
  }

  /// A time, or null.
  package func optionalTime(_ key: String, about: String) -> Date? {
    draw(key, about) { ["anyOf": .array(Self.timeSchemas + [["type": "null"]])] }
    return optionalValue(key).flatMap { time($0, key) }
  }

  private func time(_ value: JSONValue, _ key: String) -> Date? {
    switch value {
    case .integer(let milliseconds) where Timestamp.range.contains(milliseconds):
      return Timestamp.date(milliseconds: milliseconds)
    case .string(let text):
      if let date = Timestamp.date(from: text),
        Timestamp.range.contains(Timestamp.milliseconds(date))
      {
        return date
      }
    default: break
    }
    report(key, "\(value) is not \(Self.timeWords)")
    return nil
  }

  private static let timeWords =
    "an RFC 3339 time from 1970 to 9999, such as \"2026-11-24T06:00:00Z\", or milliseconds since 1970"

  private static let timeSchemas: [JSONValue] = [
    ["type": "string", "format": "date-time"],
    [
      "type": "integer", "minimum": .integer(Timestamp.range.lowerBound),
      "maximum": .integer(Timestamp.range.upperBound),
    ],
  ]
}

extension JSONValue {
  /// The schema of a number that may be NaN or infinite, which JSON has no numbers for.
  package static let anyNumber: JSONValue = [
    "anyOf": [["type": "number"], ["enum": ["NaN", "Infinity", "-Infinity"]]]
  ]
}
