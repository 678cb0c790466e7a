import Experiments

/// The items of an array, or the one value, that is decoded from nothing.
struct SchemaItems: UnkeyedDecodingContainer, SingleValueDecodingContainer {
  let decoder: SchemaDecoder

  var codingPath: [any CodingKey] { [] }
  var count: Int? { nil }
  var currentIndex: Int {
    if case .items(let items) = decoder.shape { items.count } else { 0 }
  }
  /// An array asks before each item, and is told of one.
  var isAtEnd: Bool { currentIndex > 0 }

  func decodeNil() -> Bool { false }

  private func item<T: Decodable>(_ type: T.Type) throws -> T {
    let (value, schema) = try decoder.book.draw(type)
    if case .items(let items) = decoder.shape {
      decoder.shape = .items(items + [schema])
    } else {
      decoder.shape = .value(schema)
    }
    return value
  }

  func decode<T: Decodable>(_ type: T.Type) throws -> T { try item(type) }
  func decode(_ type: Bool.Type) throws -> Bool { try item(type) }
  func decode(_ type: String.Type) throws -> String { try item(type) }
  func decode(_ type: Double.Type) throws -> Double { try item(type) }
  func decode(_ type: Int.Type) throws -> Int { try item(type) }
  func decode(_ type: Float.Type) throws -> Float { throw decoder.unknownForm }
  func decode(_ type: Int8.Type) throws -> Int8 { throw decoder.unknownForm }
  func decode(_ type: Int16.Type) throws -> Int16 { throw decoder.unknownForm }
  func decode(_ type: Int32.Type) throws -> Int32 { throw decoder.unknownForm }
  func decode(_ type: Int64.Type) throws -> Int64 { throw decoder.unknownForm }
  func decode(_ type: UInt.Type) throws -> UInt { throw decoder.unknownForm }
  func decode(_ type: UInt8.Type) throws -> UInt8 { throw decoder.unknownForm }
  func decode(_ type: UInt16.Type) throws -> UInt16 { throw decoder.unknownForm }
  func decode(_ type: UInt32.Type) throws -> UInt32 { throw decoder.unknownForm }
  func decode(_ type: UInt64.Type) throws -> UInt64 { throw decoder.unknownForm }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> { throw decoder.unknownForm }
  func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    throw decoder.unknownForm
  }
  func superDecoder() throws -> any Decoder { throw decoder.unknownForm }
}
