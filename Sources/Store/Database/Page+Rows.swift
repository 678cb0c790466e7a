import Experiments
import GRDB

extension Page {
  /// A page from one row more than asked for, which tells whether there is a next page.
  init(
    _ rows: [Row], _ request: PageRequest, cursor: (Row) -> PageCursor,
    item: (Row) throws -> Item
  ) rethrows {
    let kept = rows.prefix(request.limit)
    let items = try kept.map(item)
    guard rows.count > request.limit, let last = kept.last else {
      self.init(items: items)
      return
    }
    self.init(items: items, nextCursor: cursor(last).text)
  }

  /// The same for a list in the order of `key`.
  init(_ rows: [Row], _ request: PageRequest, key: String, item: (Row) throws -> Item) rethrows {
    try self.init(rows, request, cursor: { PageCursor(key: $0[key]) }, item: item)
  }
}
