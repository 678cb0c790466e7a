import Experiments
import GRDB

extension Page {
  /// A page from one row more than asked for, which tells whether there is a next page.
  init(_ rows: [Row], _ request: PageRequest, key: String, item: (Row) throws -> Item) rethrows {
    let kept = rows.prefix(request.limit)
    let items = try kept.map(item)
    guard rows.count > request.limit, let last = kept.last else {
      self.init(items: items)
      return
    }
    self.init(items: items, nextCursor: PageCursor(key: last[key]).text)
  }
}
