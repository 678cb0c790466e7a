import Foundation

/// A place in a list, as an opaque text for `?cursor=`.
package struct PageCursor: Hashable, Sendable {
  /// The key of the last item given.
  package var key: Int64
  /// Tells the order of the list, if it is another than that of creation.
  var order: String?
  /// Where the last item stands in that order, term by term.
  var place: [Place]

  struct Place: Hashable, Codable {
    var rank: Int
    var value: String

    init(rank: Int, value: String) {
      self.rank = rank
      self.value = value
    }
  }

  private struct Sorted: Codable {
    var k: Int64
    var o: String
    var p: [Place]
  }

  package init(key: Int64) {
    self.init(key: key, order: nil, place: [])
  }

  init(key: Int64, order: String?, place: [Place]) {
    self.key = key
    self.order = order
    self.place = place
  }

  /// Throws `.invalidCursor` for a text that `text` did not make.
  package init(_ text: String) throws {
    switch text.first {
    case "k" where (2...13).contains(text.utf8.count):
      guard let key = Int64(text.dropFirst(), radix: 36), key >= 0 else { break }
      self.init(key: key)
      return
    case "s":
      guard let data = Data(base64URL: String(text.dropFirst())),
        let sorted = try? JSONDecoder().decode(Sorted.self, from: data)
      else { break }
      self.init(key: sorted.k, order: sorted.o, place: sorted.p)
      return
    default: break
    }
    throw StoreError.invalidCursor(text)
  }

  /// What the cursors of lists in the order of creation look like, and those of sorted ones.
  package static let pattern = "^k[0-9a-z]{1,12}$"
  package static let sortedPattern = "^(k[0-9a-z]{1,12}|s[0-9A-Za-z_-]+)$"

  /// Whether it belongs to a list that is sorted otherwise than by creation.
  package var isSorted: Bool { order != nil }

  /// `k` and the key of an item, or `s` and a place in a sorted list.
  package var text: String {
    guard let order else { return "k" + String(key, radix: 36) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let data = try? encoder.encode(Sorted(k: key, o: order, p: place))
    return "s" + (data ?? Data()).base64URL
  }
}
