/// One page of a list: `{"items": [...], "nextCursor": "..."}`.
package struct Page<Item: Codable & Sendable>: Codable, Sendable {
  package var items: [Item]
  /// Given back as `?cursor=` for the next page; nil on the last one.
  package var nextCursor: String?

  package init(items: [Item], nextCursor: String? = nil) {
    self.items = items
    self.nextCursor = nextCursor
  }
}
