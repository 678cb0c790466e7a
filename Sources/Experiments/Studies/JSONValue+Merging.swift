import Foundation

extension JSONValue {
  /// This value with another's members over it, objects within objects too. RFC 7396, but that null
  /// is a value.
  package func merging(_ patch: JSONValue) -> JSONValue {
    guard case .object(let patches) = patch, case .object(let members) = self else { return patch }
    return .object(members.merging(patches) { $0.merging($1) })
  }

  /// An object that has only this value, in objects along `path`.
  package func nested(in path: [String]) -> JSONValue {
    path.reversed().reduce(self) { .object([$1: $0]) }
  }

  /// JSON pointers (RFC 6901) to all that it holds, but for objects that have members.
  package var leaves: [String] {
    guard case .object(let members) = self, !members.isEmpty else { return [""] }
    return members.flatMap { key, value in
      value.leaves.map { "/\(JSONPointer.escape(key))\($0)" }
    }
  }

  /// The value in a word: texts as they are, all else as JSON.
  package var label: String {
    if case .string(let text) = self { return text }
    return (try? JSONCoding.text(self)) ?? kind
  }
}
