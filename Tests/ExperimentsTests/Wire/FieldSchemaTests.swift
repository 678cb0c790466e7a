import Foundation
import Testing

import Experiments

/// The schema that the reader draws is what the reader does.
struct FieldSchemaTests {
  /// A leaf of the schema of a spec: where it is, and what it allows.
  struct Leaf: CustomTestStringConvertible, Sendable {
    var path: [String]
    var schema: JSONValue
    var testDescription: String { path.joined(separator: ".") }
  }

  static let leaves = leaves(of: JobSpec.schema, at: [])

  private static func leaves(of schema: JSONValue, at path: [String]) -> [Leaf] {
    if case .object(let properties)? = schema["properties"] {
      return properties.sorted { $0.key < $1.key }
        .flatMap { leaves(of: $0.value, at: path + [$0.key]) }
    }
    return schema["oneOf"] != nil ? [] : [Leaf(path: path, schema: schema)]
  }

  /// A spec with one field set.
  private static func spec(_ path: [String], _ value: JSONValue) -> JSONValue {
    let least: JSONValue = [
      "dataset": ["name": "fashion-mnist"], "model": ["name": "resnet8"],
    ]
    return set(path[...], value, in: least)
  }

  private static func set(
    _ path: ArraySlice<String>, _ value: JSONValue, in tree: JSONValue
  ) -> JSONValue {
    guard let key = path.first else { return value }
    return tree.adding([key: set(path.dropFirst(), value, in: tree[key] ?? [:])])
  }

  /// The errors at the field itself: another field may be wrong because of it.
  private static func errors(_ leaf: Leaf, _ value: JSONValue) -> [String] {
    do {
      _ = try JobSpec(spec(leaf.path, value))
      return []
    } catch let error as InvalidSpec {
      let pointer = "/" + leaf.path.joined(separator: "/")
      return error.errors.filter { $0.pointer == pointer }.map(\.detail)
    } catch {
      return ["\(error)"]
    }
  }

  @Test("What the schema allows is taken, and what it does not is refused", arguments: leaves)
  func bounds(_ leaf: Leaf) {
    var allowed: [JSONValue] = []
    var refused: [JSONValue] = [["x": 1]]
    if case .integer(let minimum)? = leaf.schema["minimum"] {
      allowed.append(.integer(minimum))
      refused.append(.integer(minimum - 1))
    }
    if case .integer(let maximum)? = leaf.schema["maximum"] {
      allowed.append(.integer(maximum))
      refused.append(.integer(maximum + 1))
    }
    if case .number(let maximum)? = leaf.schema["maximum"] {
      allowed.append(.number(maximum))
      refused.append(.number(maximum.nextUp))
    }
    if case .array(let words)? = leaf.schema["enum"] {
      allowed += words
      refused.append("no such word")
    }
    if case .integer(let length)? = leaf.schema["maxLength"] {
      allowed.append(.string(String(repeating: "é", count: length)))
      refused += [.string(String(repeating: "x", count: length + 1)), "", "a\0b"]
    }
    if Self.takesNull(leaf.schema) { allowed.append(.null) } else { refused.append(.null) }
    if case .object(let members) = leaf.schema, members["type"] == "object" {
      refused.removeFirst()
    }
    for value in allowed { #expect(Self.errors(leaf, value) == [], "\(value)") }
    for value in refused { #expect(!Self.errors(leaf, value).isEmpty, "\(value)") }
  }

  private static func takesNull(_ schema: JSONValue) -> Bool {
    if case .array(let kinds)? = schema["anyOf"] { return kinds.contains(where: takesNull) }
    if case .array(let types)? = schema["type"] { return types.contains("null") }
    return schema["type"] == "null"
  }

  @Test("The defaults of the schema are those of the reader")
  func defaults() throws {
    let spec = try JSONValue(
      encoding: JobSpec.defaults(dataset: .fashionMNIST, model: .resnet8))
    for leaf in Self.leaves {
      guard let fallback = leaf.schema["default"] else { continue }
      // An object that is null by default has no fields to compare.
      if let first = leaf.path.first, spec[first] == .null { continue }
      let value = leaf.path.reduce(Optional(spec)) { $0?[$1] }
      #expect(value.map(Self.number) == Self.number(fallback), "\(leaf.path)")
    }
  }

  /// 1 and 1.0 are one number in JSON.
  private static func number(_ value: JSONValue) -> JSONValue {
    if case .integer(let whole) = value { .number(Double(whole)) } else { value }
  }

  @Test("Each kind of start is described with its own fields")
  func variants() {
    guard case .array(let starts)? = JobSpec.schema["properties"]?["start"]?["oneOf"] else {
      Issue.record("there are no kinds")
      return
    }
    let required = starts.map { $0["required"] ?? nil }
    #expect(required == [nil, ["from", "id"], ["from", "id"], ["from", "path"]])
    #expect(starts.map { $0["properties"]?["from"]?["const"] } == ["random", "job", "run", "file"])
  }
}
