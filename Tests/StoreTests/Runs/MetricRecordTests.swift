import Experiments
import Foundation
import Store
import Testing

@Suite struct MetricRecordTests {
  private let fixture: StoreFixture
  private let run: String

  init() throws {
    fixture = try StoreFixture()
    run = try fixture.makeRun().id
  }

  @discardableResult
  private func log(_ points: [MetricPoint]) throws -> Int {
    try fixture.store.write { [run] in try $0.log(metrics: points, run: run).count }
  }

  private func series(_ maxPoints: Int = 1000) throws -> [MetricSeries] {
    try fixture.store.read { try $0.metricSeries(run: run, maxPoints: maxPoints) }
  }

  private func latest(_ key: String) throws -> MetricPoint? {
    try fixture.store.read { try $0.run(id: run) }.latest[key]
  }

  @Test func samePointAgainChangesNothing() throws {
    let points = [MetricPoint.make("loss", 1, 0.5), .make("loss", 2, 0.4)]
    #expect(try log(points) == 2)
    #expect(try log(points) == 0)
    #expect(try series().map(\.total) == [2])
  }

  @Test func severalPointsMayShareAStep() throws {
    #expect(
      try log([.make("a", 1, 1, ms: 1), .make("a", 1, 1, ms: 2), .make("a", 1, 2, ms: 2)]) == 3)
    #expect(
      try series().first?.points == [
        .init(step: 1, value: 1, timeMs: 1), .init(step: 1, value: 1, timeMs: 2),
        .init(step: 1, value: 2, timeMs: 2),
      ])
  }

  @Test func nanAndInfinitiesAreValues() throws {
    try log([.make("a", 1, .nan), .make("a", 2, .infinity), .make("a", 3, -.infinity)])
    #expect(try log([.make("a", 1, .nan)]) == 0)
    let values = try series().first?.points.map(\.value) ?? []
    #expect(values.count == 3)
    #expect(values[0].isNaN && values[1] == .infinity && values[2] == -.infinity)
  }

  @Test func latestIsHighestByStepThenTimeThenValue() throws {
    try log([.make("a", 5, 1, ms: 10)])
    try log([.make("a", 4, 9, ms: 99)])
    #expect(try latest("a") == .make("a", 5, 1, ms: 10))
    try log([.make("a", 5, 0, ms: 11)])
    #expect(try latest("a") == .make("a", 5, 0, ms: 11))
    try log([.make("a", 5, 3, ms: 11), .make("a", 5, 2, ms: 11)])
    #expect(try latest("a") == .make("a", 5, 3, ms: 11))
  }

  @Test func longSeriesAreThinnedWithTheirPeaks() throws {
    try log((0..<5000).map { .make("a", $0, $0 == 3210 ? 100 : 0) })
    let series = try #require(try series(100).first)
    #expect(series.total == 5000 && series.downsampled)
    #expect(series.points.count <= 100)
    #expect(series.points.contains { $0.step == 3210 && $0.value == 100 })
  }

  @Test func ofARangeOfStepsPointsAreThinnedByTheirOwnNumber() throws {
    try log((0..<5000).map { .make("a", $0, Double($0)) } + [.make("b", 7, 1)])
    let series = try fixture.store.read {
      try $0.metricSeries(run: run, keys: ["a"], steps: 1000..<1100, maxPoints: 100)
    }
    #expect(series.map(\.total) == [100])
    #expect(series.first?.downsampled == false)
    #expect(series.first?.points.map(\.step) == Array(1000...1099))
    let page = try fixture.store.read {
      try $0.metricPoints(run: run, steps: 7..<9, limit: 1000)
    }
    #expect(page.points.map(\.key) == ["a", "a", "b"])
    #expect(page.points.map(\.step) == [7, 8, 7])
  }

  @Test func onlyAskedKeysAreGiven() throws {
    try log([.make("b", 1, 1), .make("a", 1, 1), .make("c", 1, 1)])
    let all = try fixture.store.read { try $0.metricSeries(run: run, maxPoints: 10) }
    #expect(all.map(\.key) == ["a", "b", "c"])
    let asked = try fixture.store.read {
      try $0.metricSeries(run: run, keys: ["c", "a", "none"], maxPoints: 10)
    }
    #expect(asked.map(\.key) == ["a", "c"])
  }

  /// Pages that end between steps, times, values, and a zero and what is no number.
  @Test(arguments: [1, 37])
  func pagesOfPointsGiveEachPointOnce(limit: Int) throws {
    let points = (0..<250).map { index in
      MetricPoint.make(
        index % 2 == 0 ? "a" : "b", index / 50, Double(index % 50), ms: index % 50 / 10)
    }
    try log(points + [.make("a", 0, .nan, ms: 0)])
    var seen: [MetricPoint] = []
    var place: MetricPosition?
    repeat {
      let page = try fixture.store.read {
        try $0.metricPoints(run: run, after: place, limit: limit)
      }
      seen += page.points
      place = page.next
    } while place != nil
    #expect(seen.count == 251 && seen[1].value.isNaN)
    #expect(Set(seen).isSuperset(of: points))
    let only = try fixture.store.read {
      try $0.metricPoints(run: run, keys: ["b"], limit: 1000)
    }
    #expect(only.points.count == 125 && only.next == nil)
  }

  @Test func runsOfJobsAndDeletedRunsTakeNoPoints() throws {
    let job = try fixture.makeJob()
    #expect(throws: StoreError.runOfJob(run: job.runId, job: job.id)) {
      try fixture.store.write { try $0.log(metrics: [.make("a", 1, 1)], run: job.runId) }
    }
    try fixture.store.write { [run] in try $0.deleteRun(id: run, now: StoreFixture.noon) }
    #expect(throws: StoreError.runDeleted(id: run)) { try log([.make("a", 1, 1)]) }
    #expect(throws: StoreError.notFound(kind: "run", id: "x")) {
      try fixture.store.write { try $0.log(metrics: [.make("a", 1, 1)], run: "x") }
    }
  }
}
