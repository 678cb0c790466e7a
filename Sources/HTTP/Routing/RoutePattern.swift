/// A path with holes: `/runs/{id}/artifacts/{path...}`.
///
/// `{name}` matches one segment, `{name...}` as a last part one or more.
package struct RoutePattern: Sendable, Hashable, CustomStringConvertible {
  package enum Part: Sendable, Hashable {
    case literal(String)
    case parameter(String)
    case rest(String)
  }

  package let parts: [Part]
  package let description: String

  /// True if there are no holes.
  var isPlain: Bool {
    parts.allSatisfy { if case .literal = $0 { true } else { false } }
  }

  /// Parses `text`. A pattern is written by the program, so a bad one stops it.
  package init(_ text: String) {
    precondition(text.hasPrefix("/"), "pattern \(text) does not start with /")
    var parts: [Part] = []
    for segment in text.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      if text == "/" { break }
      precondition(!segment.isEmpty, "pattern \(text) has an empty segment")
      if segment.hasPrefix("{"), segment.hasSuffix("...}") {
        parts.append(.rest(String(segment.dropFirst().dropLast(4))))
      } else if segment.hasPrefix("{"), segment.hasSuffix("}") {
        parts.append(.parameter(String(segment.dropFirst().dropLast())))
      } else {
        parts.append(.literal(String(segment)))
      }
    }
    for part in parts.dropLast() {
      if case .rest = part { preconditionFailure("pattern \(text): {name...} is not last") }
    }
    self.parts = parts
    description = text
  }
}
