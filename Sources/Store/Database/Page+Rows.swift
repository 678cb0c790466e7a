import Experiments
import GRDB

extension Page {
  /// A page from one row more than asked for, which tells whether there is a next page.
  init(
    _ rows: [Row], _ request: PageRequest, cursor: (Row) -> PageCursor,
    items: (ArraySlice<Row>) throws -> [Item]
  ) rethrows {
    let (kept, next) = request.cut(rows, cursor: cursor)
    self.init(items: try items(kept), nextCursor: next)
  }

  /// The same for a list in the order of `key`.
  init(
    _ rows: [Row], _ request: PageRequest, of list: PageCursor.List, key: String,
    item: (Row) throws -> Item
  ) rethrows {
    try self.init(
      rows, request, cursor: { PageCursor(list, key: $0[key]) }, items: { try $0.map(item) })
  }
}

extension PageRequest {
  /// The rows of a page, from one more than asked for, and the cursor of the page after it.
  func cut(
    _ rows: [Row], cursor: (Row) -> PageCursor
  ) -> (rows: ArraySlice<Row>, nextCursor: String?) {
    let kept = rows.prefix(limit)
    let last = rows.count > limit ? kept.last : nil
    return (kept, last.map { cursor($0).text })
  }
}
