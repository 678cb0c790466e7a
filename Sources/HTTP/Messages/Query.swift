/// The name and value pairs of a query string, in order, decoded once (`+` is a space).
package struct Query: Sendable, Equatable, Sequence {
  package var pairs: [(name: String, value: String)]

  package init(_ pairs: [(name: String, value: String)] = []) {
    self.pairs = pairs
  }

  /// The first value of `name`; `nil` if absent, empty for `?name` and `?name=`.
  package subscript(name: String) -> String? {
    for pair in pairs where pair.name == name {
      return pair.value
    }
    return nil
  }

  /// Every value of `name`, in order.
  package func values(of name: String) -> [String] {
    pairs.filter { $0.name == name }.map(\.value)
  }

  package func makeIterator() -> Array<(name: String, value: String)>.Iterator {
    pairs.makeIterator()
  }

  package static func == (lhs: Query, rhs: Query) -> Bool {
    lhs.pairs.elementsEqual(rhs.pairs) { $0.name == $1.name && $0.value == $1.value }
  }
}
