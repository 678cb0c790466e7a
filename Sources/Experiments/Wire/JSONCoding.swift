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

  /// A value as JSON text, on one line.
  package static func text(_ value: some Encodable) throws -> String {
    String(decoding: try encoder().encode(value), as: UTF8.self)
  }

  /// A value as JSON text for people, with a line a member.
  package static func prettyText(_ value: some Encodable) throws -> String {
    String(decoding: try encoder(pretty: true).encode(value), as: UTF8.self)
  }

  /// The value of a JSON text.
  package static func value<Value: Decodable>(_ text: String) throws -> Value {
    try decoder().decode(Value.self, from: Data(text.utf8))
  }

  /// Parses `data` as a tree. Throws `InvalidJSON` with the place of what cannot be read, or
  /// `InvalidSpec` with a pointer to each value that JSON cannot hold, such as NaN.
  package static func tree(_ data: Data) throws -> JSONValue {
    try JSONParser.parse([UInt8](data))
  }
}
