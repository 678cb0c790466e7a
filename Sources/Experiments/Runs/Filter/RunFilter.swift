/// Which runs are wanted: all of these comparisons hold. Written in MLflow's search grammar, as in
/// `metrics.testAccuracy > 0.9 AND params.bits = '3'`.
package struct RunFilter: Hashable, Sendable {
  package var comparisons: [Comparison]

  package init(comparisons: [Comparison] = []) {
    self.comparisons = comparisons
  }

  package struct Comparison: Hashable, Sendable {
    package var field: RunField
    package var test: Test

    package init(field: RunField, test: Test) {
      self.field = field
      self.test = test
    }
  }

  /// What a field is held against. A run without the field passes none but `isNull`.
  package enum Test: Hashable, Sendable {
    case number(Relation, Double)
    case equal(String)
    case notEqual(String)
    /// `%` stands for any text and `_` for any character.
    case like(String, ignoringCase: Bool)
    case among([String])
    case notAmong([String])
    /// The run has no such metric, parameter, tag or value.
    case isNull
    case isNotNull
  }

  /// How a number relates to another.
  package enum Relation: String, CaseIterable, Sendable {
    case equal = "="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }
}

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

/// A filter and an order that one text asked for.
package struct RunSearch: Hashable, Sendable {
  package var filter: RunFilter
  /// nil if the text had no ORDER BY.
  package var order: RunOrder?
}

/// A text that is no filter or order: where its reading stopped, and what was expected.
package struct InvalidFilter: Error, Hashable, CustomStringConvertible {
  /// The character at which it stopped, from 1.
  package var position: Int
  /// What stands there; "" for the end of the text.
  package var found: String
  package var expected: String

  package var description: String {
    let place = found.isEmpty ? "where the text ends" : "at \"\(found.prefix(40))\""
    return "character \(position), \(place): expected \(expected)"
  }
}
