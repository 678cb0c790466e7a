import Experiments
import Foundation

/// The named schemas of the document, each drawn by what reads or writes it.
///
/// A message that is read field by field is drawn by its `FieldReader`; every other one by letting
/// its own `init(from:)` decode it from nothing, which tells keys, types and which may be missing.
/// So no schema can say other than what the program does.
final class SchemaBook {
  private(set) var schemas: [String: JSONValue] = [
    "JobSpec": JobSpec.schema.adding(["description": "A training job."]),
    "Number": JSONValue.anyNumber.adding([
      "description": "A number. NaN and the infinities, for which JSON has none, are strings."
    ]),
  ]
  /// Lines of `PropertyTexts` that a schema has used.
  private(set) var usedTexts: Set<String> = []
  /// Properties that have no line.
  private(set) var missingTexts: [String] = []

  /// A reference to the named schema of a message.
  func reference<Message: Decodable>(_ type: Message.Type) -> JSONValue {
    do {
      return try draw(type).schema
    } catch {
      preconditionFailure("\(type) cannot be drawn: \(error)")
    }
  }

  /// Adds what a `FieldReader` reads, and refers to it.
  func reference(
    _ name: String, _ about: String, _ body: (FieldReader) -> some Any
  ) -> JSONValue {
    schemas[name] = FieldReader.schema(body).adding(["description": .string(about)])
    return Self.reference(to: name)
  }

  /// Adds a schema that nothing draws, and refers to it.
  func reference(_ name: String, _ schema: JSONValue) -> JSONValue {
    schemas[name] = schema
    return Self.reference(to: name)
  }

  static func reference(to name: String) -> JSONValue {
    ["$ref": "#/components/schemas/\(name)"]
  }

  /// The schema of a type, and a value of it, which its decoding must have to go on.
  func draw<T: Decodable>(_ type: T.Type) throws -> (value: T, schema: JSONValue) {
    switch type {
    case is String.Type: return (try cast(""), ["type": "string"])
    case is Bool.Type: return (try cast(false), ["type": "boolean"])
    case is Double.Type: return (try cast(0.0), Self.reference(to: "Number"))
    case is Date.Type:
      return (try cast(Date(timeIntervalSince1970: 0)), ["type": "string", "format": "date-time"])
    case is Int.Type:
      return (
        try cast(0),
        ["type": "integer", "minimum": .integer(.min), "maximum": .integer(.max)]
      )
    case is JSONValue.Type: return (try cast(JSONValue.null), [:])
    case is JobSpec.Type:
      let spec = try JobSpec.defaults(dataset: .fashionMNIST, model: .resnet20)
      return (try cast(spec), Self.reference(to: "JobSpec"))
    case let words as any CaseIterable.Type: return try draw(words: words)
    default: return try drawMessage(type)
    }
  }

  private func draw<T>(words type: any CaseIterable.Type) throws -> (value: T, schema: JSONValue) {
    let cases = Self.cases(type)
    let words = cases.compactMap { ($0 as? any RawRepresentable)?.rawValue as? String }
    return (
      try cast(cases.first), ["type": "string", "enum": .array(words.map { .string($0) })]
    )
  }

  private static func cases<C: CaseIterable>(_ type: C.Type) -> [Any] { Array(type.allCases) }

  private func drawMessage<T: Decodable>(_ type: T.Type) throws -> (value: T, schema: JSONValue) {
    let name = String(reflecting: type).split(separator: ".").dropFirst().joined(separator: ".")
    let decoder = SchemaDecoder(book: self)
    let value = try T(from: decoder)
    var schema = decoder.shape.schema(describe: { self.text(of: $0, in: name) })
    let isNamed = String(reflecting: type).hasPrefix("Experiments.") && name.allSatisfy(\.isLetter)
    guard isNamed else { return (value, schema) }
    if let about = text(of: nil, in: name) { schema = schema.adding(["description": about]) }
    if let sample = try MessageSamples.of(name) { schema = schema.adding(["examples": [sample]]) }
    schemas[name] = schema
    return (value, Self.reference(to: name))
  }

  /// The line about a property, or about the type itself.
  private func text(of property: String?, in type: String) -> JSONValue? {
    // What is generic or from elsewhere is known.
    if type.contains("<") { return PropertyTexts.ofPages[property ?? ""].map { .string($0) } }
    let key = property.map { "\(type).\($0)" } ?? type
    guard let text = PropertyTexts.all[key] else {
      missingTexts.append(key)
      return nil
    }
    usedTexts.insert(key)
    return .string(text)
  }

  private func cast<T>(_ value: Any?) throws -> T {
    guard let value = value as? T else {
      throw DecodingError.valueNotFound(
        T.self, DecodingError.Context(codingPath: [], debugDescription: "\(T.self)"))
    }
    return value
  }
}
