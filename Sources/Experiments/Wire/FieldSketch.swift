/// The JSON Schema (2020-12) of an object, drawn by the very calls that read its fields.
///
/// What a document may say and what its description says are thus one thing: a field that is
/// read is described, with the range, the default and the words that its reading uses.
final class FieldSketch {
  private var properties: [String: JSONValue] = [:]
  private var required: [String] = []
  private var alternatives: [JSONValue]?

  /// Adds a field.
  func add(_ key: String, about: String, isRequired: Bool, _ schema: JSONValue) {
    properties[key] = schema.adding(["description": .string(about)])
    if isRequired { required.append(key) }
  }

  /// Says that the object is one of several, each whole in itself.
  func set(alternatives: [JSONValue]) {
    self.alternatives = alternatives
  }

  var schema: JSONValue {
    if let alternatives { return ["oneOf": .array(alternatives)] }
    var schema: [String: JSONValue] = [
      "type": "object", "properties": .object(properties), "additionalProperties": false,
    ]
    if !required.isEmpty { schema["required"] = .array(required.sorted().map { .string($0) }) }
    return .object(schema)
  }
}

extension JSONValue {
  /// Text that SQLite and every client can hold: NUL ends strings in both.
  static func textSchema(minimum: Int, maximum: Int) -> JSONValue {
    let schema: JSONValue = ["type": "string", "maxLength": .integer(maximum), "pattern": noNUL]
    return minimum > 0 ? schema.adding(["minLength": .integer(minimum)]) : schema
  }

  private static let noNUL: JSONValue = "^[^\\x00]*$"

  /// One of a set of words.
  package static func wordSchema<Word: RawRepresentable<String> & CaseIterable>(
    _ type: Word.Type
  ) -> JSONValue {
    ["type": "string", "enum": .array(Word.allCases.map { .string($0.rawValue) })]
  }

  /// The schema of what is this or null.
  package var orNull: JSONValue {
    guard case .object(var schema) = self, let type = schema["type"] else {
      return ["anyOf": [self, ["type": "null"]]]
    }
    schema["type"] = [type, "null"]
    if case .array(let words)? = schema["enum"] { schema["enum"] = .array(words + [.null]) }
    return .object(schema)
  }
}
