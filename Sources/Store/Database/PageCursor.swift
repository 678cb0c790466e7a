import Foundation

/// A place in a list that is ordered by creation, as an opaque text for `?cursor=`.
package struct PageCursor: Hashable, Sendable {
  /// The key of the last item given.
  package var key: Int64

  package init(key: Int64) {
    self.key = key
  }

  /// Throws `.invalidCursor` for a text that `text` did not make.
  package init(_ text: String) throws {
    guard text.first == "k", let key = Int64(text.dropFirst(), radix: 36), key >= 0 else {
      throw StoreError.invalidCursor(text)
    }
    self.key = key
  }

  package var text: String {
    "k" + String(key, radix: 36)
  }
}

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
