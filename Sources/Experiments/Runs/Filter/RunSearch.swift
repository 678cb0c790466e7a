/// A filter and an order that one text asked for.
package struct RunSearch: Hashable, Sendable {
  package var filter: RunFilter
  /// nil if the text had no ORDER BY.
  package var order: RunOrder?
}

extension RunSearch {
  /// Reads a filter, perhaps with an ORDER BY. Throws `InvalidFilter`.
  package init(_ text: String) throws(InvalidFilter) {
    self = try FilterParser.search(text)
  }
}
