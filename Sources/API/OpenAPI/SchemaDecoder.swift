import Experiments

/// Decodes anything from nothing, and notes what was asked for.
final class SchemaDecoder: Decoder {
  /// What the type that decodes itself turned out to be.
  enum Shape {
    case object(properties: [String: JSONValue], required: [String])
    /// Free keys.
    case map(JSONValue)
    /// Items in their order: of one schema each, or, if there is one, as many as there are.
    case items([JSONValue])
    case value(JSONValue)
  }

  let book: SchemaBook
  var shape = Shape.object(properties: [:], required: [])
  let codingPath: [any CodingKey] = []
  let userInfo: [CodingUserInfoKey: Any] = [:]

  init(book: SchemaBook) {
    self.book = book
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(SchemaFields(decoder: self))
  }

  func unkeyedContainer() -> any UnkeyedDecodingContainer {
    shape = .items([])
    return SchemaItems(decoder: self)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer {
    SchemaItems(decoder: self)
  }

  /// Notes a property.
  func note(_ key: String, _ schema: JSONValue, isRequired: Bool) {
    guard case .object(var properties, var required) = shape else { return }
    properties[key] = schema
    if isRequired { required.append(key) }
    shape = .object(properties: properties, required: required)
  }

  /// The error for what no message of this program does.
  var unknownForm: DecodingError {
    .dataCorrupted(
      DecodingError.Context(codingPath: [], debugDescription: "this form of message has no schema"))
  }
}

extension SchemaDecoder.Shape {
  /// - Parameter describe: the line about a property, if there is one.
  func schema(describe: (String) -> JSONValue?) -> JSONValue {
    switch self {
    case .object(let properties, let required):
      var described: [String: JSONValue] = [:]
      for (key, schema) in properties {
        described[key] = describe(key).map { schema.adding(["description": $0]) } ?? schema
      }
      return [
        "type": "object", "properties": .object(described),
        "required": .array(required.sorted().map { .string($0) }),
      ]
    case .map(let value): return ["type": "object", "additionalProperties": value]
    case .items(let items) where items.count == 1: return ["type": "array", "items": items[0]]
    case .items(let items):
      return [
        "type": "array", "prefixItems": .array(items), "items": false,
        "minItems": .integer(items.count),
      ]
    case .value(let schema): return schema
    }
  }
}
