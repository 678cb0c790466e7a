import Foundation

// Trees that the program itself writes, such as schemas.

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByStringInterpolation,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(nilLiteral: ()) { self = .null }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(integerLiteral value: Int) { self = .integer(value) }
  package init(floatLiteral value: Double) { self = .number(value) }
  package init(stringLiteral value: String) { self = .string(value) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(Dictionary(elements) { _, last in last })
  }
}

extension JSONValue {
  /// A member of an object; nil for what is no object or has no such member.
  package subscript(key: String) -> JSONValue? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  /// An object with the members of both; those of `more` win. What is no object has no members.
  package func adding(_ more: [String: JSONValue]) -> JSONValue {
    guard case .object(let members) = self else { return .object(more) }
    return .object(members.merging(more) { _, new in new })
  }

  /// A value as it is written in JSON. Throws what its `encode` throws.
  package init(encoding value: some Encodable) throws {
    self = try JSONCoding.tree(JSONCoding.encoder().encode(value))
  }
}
