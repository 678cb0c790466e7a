/// How runs are sorted: by the first term, then the next; last, the newest come first.
package struct RunOrder: Hashable, Sendable {
  package var terms: [Term]

  package struct Term: Hashable, Sendable {
    package var field: RunField
    package var isDescending: Bool

    package init(field: RunField, isDescending: Bool) {
      self.field = field
      self.isDescending = isDescending
    }
  }

  package init(terms: [Term] = []) {
    self.terms = terms
  }
}

extension RunOrder {
  /// Reads `metrics.loss DESC, name`. Throws `InvalidFilter`.
  package init(_ text: String) throws(InvalidFilter) {
    self = try FilterParser.order(text)
  }
}
