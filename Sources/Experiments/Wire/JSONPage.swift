/// A page of a list as JSON: the same as the encoder's JSON of a `Page`.
package struct JSONPage: Sendable {
  package let json: [UInt8]
  package let nextCursor: String?

  /// - Parameter items: adds the array of items.
  package init(
    capacity: Int, nextCursor: String?, items: (inout JSONBytes) throws -> Void
  ) rethrows {
    var json = JSONBytes(capacity: capacity)
    json.raw("{\"items\":")
    try items(&json)
    if let nextCursor {
      json.raw(",\"nextCursor\":")
      json.string(nextCursor)
    }
    json.raw("}")
    (self.json, self.nextCursor) = (json.bytes, nextCursor)
  }
}
