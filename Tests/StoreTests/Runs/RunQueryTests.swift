import Experiments
import Store
import Testing

@Suite struct RunQueryTests {
  private let fixture: StoreFixture

  init() throws {
    fixture = try StoreFixture()
  }

  private func names(_ query: RunQuery) throws -> [String] {
    try fixture.store.read { try $0.runs(query) }.items.map(\.name)
  }

  @Test func filtersNarrowTheList() throws {
    _ = try fixture.makeRun("a", experiment: "one")
    let second = try fixture.makeRun("b", experiment: "two")
    _ = try fixture.makeJob({ $0.name = "c" }, study: "bits")
    try fixture.store.write {
      _ = try $0.change(run: second.id, RunPatch(status: .failed), now: StoreFixture.noon)
    }
    #expect(try names(RunQuery()) == ["c", "b", "a"])
    #expect(try names(RunQuery(experiment: "one")) == ["a"])
    #expect(try names(RunQuery(experiment: "none")) == [])
    #expect(try names(RunQuery(status: .failed)) == ["b"])
    #expect(try names(RunQuery(study: "bits")) == ["c"])
    #expect(try names(RunQuery(experiment: "two", status: .running)) == [])
  }

  @Test func extremesAreThoseOfTheMetricsThatAreAskedFor() throws {
    let run = try fixture.makeRun("a")
    let points = [("loss", 3.0), ("loss", 1), ("loss", .nan), ("loss", 2), ("other", 9)]
      .enumerated().map { step, point in
        MetricPoint(key: point.0, step: step, value: point.1, time: StoreFixture.noon)
      }
    try fixture.store.write { _ = try $0.log(metrics: points, run: run.id) }
    let query = RunQuery(extremes: ["loss", "none"])
    let asked = try fixture.store.read { try $0.runs(query) }.items
    #expect(asked.first?.extremes == ["loss": MetricExtremes(min: 1, max: 3)])
    let plain = try fixture.store.read { try $0.runs() }.items
    #expect(plain.first?.extremes == nil)
  }

  @Test func pagesGiveEachRunOnce() throws {
    for index in 0..<25 { _ = try fixture.makeRun("\(index)") }
    var seen: [String] = []
    var cursor: String?
    repeat {
      let request = PageRequest(limit: 10, cursor: try cursor.map { try PageCursor($0) })
      let page = try fixture.store.read { try $0.runs(RunQuery(page: request)) }
      seen += page.items.map(\.name)
      cursor = page.nextCursor
      // What comes meanwhile stands before the first page.
      _ = try fixture.makeRun("new")
    } while cursor != nil
    #expect(seen == (0..<25).reversed().map(String.init))
  }

  @Test(arguments: ["", "r", "x1", "r-1", "r!", "rzzzzzzzzzzzzzzzz", "sAAAA"])
  func foreignCursorsAreRefused(text: String) {
    #expect(throws: StoreError.invalidCursor(text)) { try PageCursor(text) }
  }
}
