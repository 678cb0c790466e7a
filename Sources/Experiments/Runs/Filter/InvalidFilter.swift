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
