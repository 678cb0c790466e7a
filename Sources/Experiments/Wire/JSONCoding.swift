package import Foundation

/// How Staircase writes and reads JSON everywhere: camelCase keys in a stable order, times in
/// RFC 3339 UTC with milliseconds, and NaN and the infinities as the strings "NaN", "Infinity"
/// and "-Infinity" (JSON has no numbers for them; protobuf's JSON mapping uses the same words).
package enum JSONCoding {
  package static func encoder(pretty: Bool = false) -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    encoder.dateEncodingStrategy = .custom { date, encoder in
      var container = encoder.singleValueContainer()
      try container.encode(Timestamp.string(from: date))
    }
    return encoder
  }

  package static func decoder() -> JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    decoder.dateDecodingStrategy = .custom { decoder in
      let container = try decoder.singleValueContainer()
      let text = try container.decode(String.self)
      guard let date = Timestamp.date(from: text) else {
        throw DecodingError.dataCorruptedError(
          in: container,
          debugDescription:
            "\"\(text)\" is not an RFC 3339 time such as 2026-11-24T06:00:00.000Z")
      }
      return date
    }
    return decoder
  }

  /// Parses `data` as a tree. Throws `InvalidSpec` with the position of what cannot be read, or
  /// with a pointer to each NaN or Infinity that a program wrote where JSON has no such number.
  package static func tree(_ data: Data) throws -> JSONValue {
    do {
      return try decoder().decode(JSONValue.self, from: data)
    } catch {
      throw InvalidSpec(errors: nonFiniteNumbers(in: data) ?? [syntaxError(error)])
    }
  }

  private static func syntaxError(_ error: any Error) -> FieldError {
    var reason = "the text ends too early or holds a character that JSON does not allow there"
    if case DecodingError.dataCorrupted(let context) = error {
      let cause = context.underlyingError as NSError?
      if let text = cause?.userInfo[NSDebugDescriptionErrorKey] as? String { reason = text }
    }
    return FieldError(pointer: "", detail: "this is not valid JSON: \(reason)")
  }

  /// The non-finite numbers of a text that is JSON but for them; nil if that is not what is wrong.
  private static func nonFiniteNumbers(in data: Data) -> [FieldError]? {
    let lenient = JSONDecoder()
    lenient.allowsJSON5 = true
    guard let tree = try? lenient.decode(JSONValue.self, from: data) else { return nil }
    var errors: [FieldError] = []
    func visit(_ value: JSONValue, _ pointer: String) {
      switch value {
      case .number(let number) where !number.isFinite:
        errors.append(FieldError(pointer: pointer, detail: "\(number) is not a finite number"))
      case .array(let items):
        for (index, item) in items.enumerated() { visit(item, "\(pointer)/\(index)") }
      case .object(let members):
        for key in members.keys.sorted() {
          if let member = members[key] { visit(member, "\(pointer)/\(JSONPointer.escape(key))") }
        }
      default: break
      }
    }
    visit(tree, "")
    return errors.isEmpty ? nil : errors
  }
}
