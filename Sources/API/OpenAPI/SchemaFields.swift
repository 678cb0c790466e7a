import Experiments

/// The members of an object that is decoded from nothing.
struct SchemaFields<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let decoder: SchemaDecoder

  var codingPath: [any CodingKey] { [] }

  /// Only a dictionary asks: its keys are free.
  var allKeys: [Key] {
    decoder.shape = .map([:])
    return Key(stringValue: "key").map { [$0] } ?? []
  }

  func contains(_ key: Key) -> Bool { true }
  func decodeNil(forKey key: Key) -> Bool { false }

  private func field<T: Decodable>(_ type: T.Type, _ key: Key) throws -> T {
    let (value, schema) = try decoder.book.draw(type)
    if case .map = decoder.shape {
      decoder.shape = .map(schema)
    } else {
      decoder.note(key.stringValue, schema, isRequired: true)
    }
    return value
  }

  private func optional<T: Decodable>(_ type: T.Type, _ key: Key) throws -> T? {
    let (value, schema) = try decoder.book.draw(type)
    decoder.note(key.stringValue, schema.orNull, isRequired: false)
    return value
  }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try field(type, key) }
  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try field(type, key) }
  func decode(_ type: String.Type, forKey key: Key) throws -> String { try field(type, key) }
  func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try field(type, key) }
  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try field(type, key) }
  func decode(_ type: Float.Type, forKey key: Key) throws -> Float { throw decoder.unknownForm }
  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { throw decoder.unknownForm }
  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { throw decoder.unknownForm }
  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { throw decoder.unknownForm }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { throw decoder.unknownForm }
  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { throw decoder.unknownForm }
  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { throw decoder.unknownForm }
  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { throw decoder.unknownForm }
  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { throw decoder.unknownForm }
  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { throw decoder.unknownForm }

  func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
    try optional(type, key)
  }
  func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
    try optional(type, key)
  }
  func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
    try optional(type, key)
  }
  func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
    try optional(type, key)
  }
  func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try optional(type, key) }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> { throw decoder.unknownForm }
  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    throw decoder.unknownForm
  }
  func superDecoder() throws -> any Decoder { throw decoder.unknownForm }
  func superDecoder(forKey key: Key) throws -> any Decoder { throw decoder.unknownForm }
}
