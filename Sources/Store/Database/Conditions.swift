import GRDB

/// The WHERE of a list, gathered filter by filter. Values are always bound, never pasted.
struct Conditions {
  private var terms: [String] = []
  private(set) var arguments: [any DatabaseValueConvertible] = []

  mutating func add(_ term: String, _ values: any DatabaseValueConvertible...) {
    terms.append(term)
    arguments += values
  }

  mutating func add(_ term: String, _ values: [any DatabaseValueConvertible]) {
    terms.append(term)
    arguments += values
  }

  /// Adds the term if there is a value for it.
  mutating func add(_ term: String, if value: (any DatabaseValueConvertible)?) {
    if let value { add(term, value) }
  }

  /// `WHERE a AND b`, or nothing.
  var clause: String {
    terms.isEmpty ? "" : "WHERE " + terms.joined(separator: " AND ")
  }

  /// The bound values, followed by one more.
  func arguments(then last: any DatabaseValueConvertible) -> StatementArguments {
    StatementArguments(arguments + [last])
  }
}
