/// The values of a pattern's `{name}` parts, in the order of the pattern.
///
/// A route knows its own names, so a missing name is an error of the program, not of the client.
package struct PathParameters: Sendable, Equatable {
  package private(set) var pairs: [(name: String, value: String)] = []

  package init(_ pairs: [(name: String, value: String)] = []) {
    self.pairs = pairs
  }

  /// The value of `{name}`; for `{name...}` the rest of the path without its leading `/`.
  package subscript(name: String) -> String {
    for pair in pairs where pair.name == name {
      return pair.value
    }
    preconditionFailure("the route's pattern has no {\(name)}; it has \(pairs.map(\.name))")
  }

  package static func == (lhs: PathParameters, rhs: PathParameters) -> Bool {
    lhs.pairs.elementsEqual(rhs.pairs) { $0.name == $1.name && $0.value == $1.value }
  }
}
