import Experiments
import Foundation
import Store
import Testing

/// Filters and orders over runs of every kind: with and without a metric, with NaN, deleted ones.
@Suite struct RunSearchTests {
  private let fixture: StoreFixture

  init() throws {
    fixture = try StoreFixture()
    try add("a", loss: 0.5, parameters: ["bits": "2", "lr": "0.1"], tags: ["note": "Good run"])
    try add("b", loss: 0.25, parameters: ["bits": "4"], tags: ["note": "bad"])
    try add("c", loss: .nan, parameters: ["bits": "8"])
    try add("d", loss: nil, parameters: [:], tags: ["note": "100%"])
    try add("e", loss: .infinity, parameters: ["bits": "4"], experiment: "other")
    let gone = try add("gone", loss: 0.5, parameters: ["bits": "2"])
    try fixture.store.write { try $0.deleteRun(id: gone, now: StoreFixture.noon) }
  }

  @discardableResult
  private func add(
    _ name: String, loss: Double?, parameters: [String: String], tags: [String: String] = [:],
    experiment: String = "Default"
  ) throws -> String {
    try fixture.store.write { transaction in
      let run = try transaction.createRun(
        RunRequest(name: name, experiment: experiment, parameters: parameters, tags: tags),
        now: StoreFixture.noon)
      if let loss {
        try transaction.log(
          metrics: [.make("loss", 1, 9), .make("loss", 2, loss), .make("other", 0, 1)],
          run: run.id)
      }
      return run.id
    }
  }

  private func names(
    _ text: String, limit: Int = 100, between: () throws -> Void = {}
  ) throws -> String {
    let search = try RunSearch(text)
    var names = ""
    var cursor: String?
    repeat {
      let page = PageRequest(limit: limit, cursor: try cursor.map { try PageCursor($0) })
      let query = RunQuery(filter: search.filter, order: search.order ?? RunOrder(), page: page)
      let found = try fixture.store.read { try $0.runs(query) }
      names += found.items.map(\.name).joined()
      cursor = found.nextCursor
      if cursor != nil { try between() }
    } while cursor != nil
    return names
  }

  @Test(arguments: [
    ("", "edcba"),
    ("metrics.loss < 0.5", "b"),
    ("metrics.loss <= 0.5 AND params.bits = '2'", "a"),
    ("metrics.loss > 100", "e"),
    ("metrics.loss != 0.5", "ecb"),
    ("metrics.loss = 0", ""),
    ("metrics.loss IS NULL", "d"),
    ("metrics.loss IS NOT NULL", "ecba"),
    ("metrics.none = 1", ""),
    ("params.bits != '4'", "ca"),
    ("params.bits IN ('2', '8')", "ca"),
    ("params.bits NOT IN ('2', '8')", "eb"),
    ("params.bits IS NULL", "d"),
    ("params.bits LIKE '_'", "ecba"),
    ("tags.note LIKE 'Good%'", "a"),
    ("tags.note LIKE 'good%'", ""),
    ("tags.note ILIKE 'GOOD%'", "a"),
    ("tags.note LIKE '%[%]%'", ""),
    ("tags.note LIKE '*'", ""),
    ("tags.note LIKE 'ba?'", ""),
    ("tags.note LIKE '%0%'", "d"),
    ("tags.note = 'x'' OR 1=1 --'", ""),
    ("name = 'b'", "b"),
    ("experiment = 'other' AND status = 'RUNNING'", "e"),
    ("jobId IS NULL AND study IS NULL AND name LIKE '[ab]'", ""),
    ("created_at >= 1800000000000 and end_time IS NULL", "edcba"),
    ("created < '2027-01-15T08:00:00Z'", ""),
  ])
  func filters(text: String, wanted: String) throws {
    #expect(try names(text) == wanted)
  }

  @Test(
    arguments: [
      ("ORDER BY metrics.loss", "baecd"),
      ("ORDER BY metrics.loss DESC", "eabcd"),
      ("ORDER BY params.bits DESC, metrics.loss", "cbead"),
      ("ORDER BY params.bits, name DESC", "aebcd"),
      ("ORDER BY tags.note", "dabec"),
      ("ORDER BY experiment DESC, created_at, name", "eabcd"),
      ("ORDER BY study, endedAt", "edcba"),
    ], [1, 2, 100])
  func orders(row: (text: String, wanted: String), limit: Int) throws {
    #expect(try names(row.text, limit: limit) == row.wanted)
  }

  @Test func pagesStayRightWhileRunsAreAdded() throws {
    var count = 0
    let seen = try names("ORDER BY metrics.loss DESC", limit: 1) {
      count += 1
      // One before every place that is still to come, and one after each.
      try add("X", loss: .infinity, parameters: [:])
      try add("y", loss: 0.1, parameters: [:])
    }
    #expect(seen.filter { "abcde".contains($0) } == "eabcd")
    #expect(!seen.contains("X"))
    // Those that came before the page that holds their place are there, once each.
    #expect(seen.filter { $0 == "y" }.count == 3)
    #expect(count > 4)
  }

  @Test func pagesGoOnAfterARunThatIsGone() throws {
    let artifacts = ArtifactStore(folder: fixture.folder, store: fixture.store)
    let seen = try names("ORDER BY metrics.loss DESC", limit: 1) {
      let query = RunQuery(order: try RunOrder("metrics.loss DESC"))
      let first = try fixture.store.read { try $0.runs(query) }.items[0].id
      try fixture.store.write { try $0.deleteRun(id: first, now: StoreFixture.noon) }
      let later = StoreFixture.noon.addingTimeInterval(1)
      #expect(try fixture.store.purge(deletedBefore: later, artifacts: artifacts).contains(first))
    }
    #expect(seen == "eabcd")
  }

  @Test("A cursor fits into a request line, however long what is sorted by", arguments: 1...5)
  func longTexts(terms: Int) throws {
    let long = String(repeating: "\u{10FFFF}", count: 7990)
    for name in ["p", "q", "r"] {
      let tags = (0..<terms).map { ("t\($0)", $0 == terms - 1 ? name + long : long) }
      try add(name, loss: 1, parameters: [:], tags: Dictionary(uniqueKeysWithValues: tags))
    }
    let order = "ORDER BY " + (0..<terms).map { "tags.t\($0) DESC" }.joined(separator: ", ")
    #expect(try names("name IN ('p', 'q', 'r') \(order)", limit: 1) == "rqp")
    let query = RunQuery(order: try #require(RunSearch(order).order), page: PageRequest(limit: 1))
    let cursor = try fixture.store.read { try $0.runs(query) }.nextCursor
    #expect(try #require(cursor).utf8.count < 4000)
  }

  @Test func aCursorOfAnotherOrderIsRefused() throws {
    let order = try RunOrder("metrics.loss")
    let page = try fixture.store.read {
      try $0.runs(RunQuery(order: order, page: PageRequest(limit: 1)))
    }
    let cursor = try PageCursor(#require(page.nextCursor))
    for other in [RunOrder(), try RunOrder("metrics.loss DESC")] {
      #expect(throws: StoreError.invalidCursor(cursor.text)) {
        try fixture.store.read {
          try $0.runs(RunQuery(order: other, page: PageRequest(cursor: cursor)))
        }
      }
    }
  }
}
