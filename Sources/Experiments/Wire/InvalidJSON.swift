/// A text that is not JSON: where its reading stopped, and why.
package struct InvalidJSON: Error, Hashable, CustomStringConvertible {
  /// Line and column of the offending byte, both from 1.
  package var line: Int
  package var column: Int
  /// What stands there and what JSON wants instead.
  package var reason: String

  package init(line: Int, column: Int, reason: String) {
    self.line = line
    self.column = column
    self.reason = reason
  }

  package var description: String {
    "this is not valid JSON: line \(line), column \(column): \(reason)"
  }
}
