import Foundation

/// A place in a list, as an opaque text for `?cursor=`.
package struct PageCursor: Hashable, Sendable {
  /// Whose keys it has, by the letter that the text begins with.
  package enum List: Character, Sendable {
    case experiments = "e"
    case histograms = "h"
    case jobs = "j"
    /// Jobs by the keys of their runs.
    case jobsByRun = "b"
    case runs = "r"
    case studies = "t"
  }

  /// The list that it is a place in: of any other it says nothing.
  let list: List
  /// The key of the last item given.
  package var key: Int64
  /// Tells the order of the runs, if it is another than that of creation.
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

  package init(_ list: List, key: Int64) {
    self.init(list, key: key, order: nil, place: [])
  }

  init(_ list: List, key: Int64, order: String?, place: [Place]) {
    self.list = list
    self.key = key
    self.order = order
    self.place = place
  }

  /// Throws `.invalidCursor` for a text that `text` did not make.
  package init(_ text: String) throws {
    if text.first == Self.sortedLetter,
      let data = Data(base64URL: String(text.dropFirst())),
      let sorted = try? JSONDecoder().decode(Sorted.self, from: data)
    {
      self.init(.runs, key: sorted.k, order: sorted.o, place: sorted.p)
    } else if let list = text.first.flatMap(List.init(rawValue:)),
      (2...13).contains(text.utf8.count), let key = Int64(text.dropFirst(), radix: 36), key >= 0
    {
      self.init(list, key: key)
    } else {
      throw StoreError.invalidCursor(text)
    }
  }

  private static let sortedLetter: Character = "s"

  /// Throws `.invalidCursor` for a cursor of another list.
  func check(isOf list: List) throws {
    if self.list != list { throw StoreError.invalidCursor(text) }
  }

  /// The letter of the list and the key of an item, or `s` and a place in runs that are sorted.
  package var text: String {
    guard let order else { return "\(list.rawValue)\(String(key, radix: 36))" }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let data = try? encoder.encode(Sorted(k: key, o: order, p: place))
    return "\(Self.sortedLetter)" + (data ?? Data()).base64URL
  }
}

extension PageCursor.List {
  /// What the cursors of a list look like, whatever narrows or sorts it.
  package var pattern: String {
    switch self {
    case .jobs, .jobsByRun: "^[jb][0-9a-z]{1,12}$"
    case .runs: "^(r[0-9a-z]{1,12}|s[0-9A-Za-z_-]+)$"
    case .experiments, .histograms, .studies: "^\(rawValue)[0-9a-z]{1,12}$"
    }
  }
}
