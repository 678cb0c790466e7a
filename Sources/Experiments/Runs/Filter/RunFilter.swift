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
