/// How lists are cut into pages.
package struct PageRequest: Hashable, Sendable {
  package static let maximum = 1000

  /// Items a page, 1...1000.
  package var limit: Int
  /// nil for the first page.
  package var cursor: PageCursor?

  package init(limit: Int = 100, cursor: PageCursor? = nil) {
    precondition((1...Self.maximum).contains(limit), "a page of \(limit) items")
    self.limit = limit
    self.cursor = cursor
  }
}
