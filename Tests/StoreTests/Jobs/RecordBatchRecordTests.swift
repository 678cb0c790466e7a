import Experiments
import Foundation
import Store
import Testing

@Suite struct RecordBatchRecordTests {
  private let fixture: StoreFixture
  private let job: Job
  private let lease: Lease

  init() throws {
    fixture = try StoreFixture()
    job = try fixture.makeJob()
    lease = try #require(try fixture.claim())
  }

  private func store(_ batch: RecordBatch) throws -> StoredRecords? {
    try fixture.store.write { [job] in
      try $0.store(batch: batch, job: job.id, leaseSeconds: 30, now: StoreFixture.noon)
    }
  }

  private func batch(_ sequence: Int, steps: Range<Int>, value: Double = 1) -> RecordBatch {
    RecordBatch(
      lease: lease.token, sequence: sequence,
      metrics: steps.map { .make("trainLoss", $0, value) },
      quantizers: [.make("conv1.weight"), .make("conv1.input", position: 1)],
      stepPoints: steps.map { .make("conv1.weight", $0, stepSize: value) },
      histograms: steps.prefix(1).map {
        Histogram(
          quantizer: "conv1.input", step: $0, low: -1, high: 1, counts: [1, 2], stepSize: 1)
      },
      log: [LogLine(time: StoreFixture.noon, text: "batch \(sequence)")])
  }

  @Test func aBatchIsStoredWhole() throws {
    let stored = try #require(try store(batch(0, steps: 0..<10)))
    #expect(stored.runId == job.runId)
    #expect(stored.metrics.count == 10 && stored.stepPoints.count == 10)
    try fixture.store.read { snapshot in
      #expect(try snapshot.quantizers(run: job.runId).map(\.id) == ["conv1.weight", "conv1.input"])
      #expect(try snapshot.histogramPage(run: job.runId).items.map(\.counts) == [[1, 2]])
      #expect(try snapshot.log(job: job.id).lines.map(\.text) == ["batch 0"])
      let series = try snapshot.stepSizeSeries(run: job.runId, maxPoints: 100)
      #expect(series.map(\.total) == [10, 0])
      #expect(series.first?.points.step == Array(0..<10))
    }
  }

  @Test func eachNumberIsReadFromWhereItWasWritten() throws {
    let quantizers = [
      Quantizer(
        id: "conv.input", layer: "conv", kind: .activation, bits: 3, signed: false, count: 64,
        shape: [8, 8, 1], position: 5),
      Quantizer(
        id: "conv.weight", layer: "conv", kind: .weight, bits: 2, signed: true, count: 144,
        shape: [16, 1, 3, 3], position: 5),
    ]
    let histograms = [
      Histogram(
        quantizer: "conv.input", step: 4, low: -1, high: 2, counts: [1, 2, 3], stepSize: 0.5,
        offset: -0.25, bestSteps: Histogram.BestSteps(mae: 0.1, mse: 0.2, kl: 0.3)),
      Histogram(
        quantizer: "conv.weight", step: 6, low: 0, high: 1, counts: [7], stepSize: 0.25),
    ]
    var batch = batch(0, steps: 0..<0)
    (batch.quantizers, batch.histograms) = (quantizers, histograms)
    batch.stepPoints = [
      StepPoint(
        quantizer: "conv.weight", step: 4, stepSize: 1, gradient: 2, updateRatio: 3, mse: 4,
        clippedLow: 0.5, clippedHigh: 0.6, oscillation: 0.7, unscaledGradient: 8,
        occupancy: [0.25, 0.7501]),
      StepPoint.make("conv.weight", 5),
    ]
    _ = try store(batch)
    let run = job.runId
    try fixture.store.read { snapshot in
      #expect(try snapshot.quantizers(run: run) == quantizers)
      #expect(try snapshot.histogramPage(run: run).items == histograms)
      #expect(try snapshot.histogramPage(run: run, step: 6).items == [histograms[1]])
      #expect(
        try snapshot.histogramPage(run: run, quantizer: "conv.input").items == [histograms[0]])
      let series = try snapshot.stepSizeSeries(
        run: run, quantizers: ["conv.weight"], maxPoints: 9, occupancy: true)
      let points = try #require(series.first).points
      #expect(series.count == 1 && points.step == [4, 5])
      #expect(
        [
          points.stepSize, points.gradient, points.updateRatio, points.mse, points.clippedLow,
          points.clippedHigh, points.oscillation, points.unscaledGradient,
        ].map { $0[0] } == [1, 2, 3, 4, 0.5, 0.6, 0.7, 8])
      // Of the second neither was recorded.
      #expect(points.unscaledGradient[1].isNaN)
      #expect(points.occupancy == [[0.25, 0.7501], []])
      // The largest column by far comes only to those who ask for it.
      let plain = try snapshot.stepSizeSeries(run: run, maxPoints: 9)
      #expect(plain.allSatisfy { $0.points.occupancy == nil })
    }
  }

  @Test func theSameBatchAgainChangesNothing() throws {
    _ = try store(batch(0, steps: 0..<10))
    #expect(try store(batch(0, steps: 0..<10)) == nil)
    #expect(try fixture.store.read { try $0.log(job: job.id) }.lines.count == 1)
  }

  @Test func stepSizesOfARangeAreCountedThere() throws {
    _ = try store(batch(0, steps: 0..<10))
    let series = try fixture.store.read {
      try $0.stepSizeSeries(run: job.runId, steps: 3..<6, maxPoints: 99)
    }
    #expect(series.first?.total == 3)
    #expect(series.first?.points.step == [3, 4, 5])
  }

  @Test func stepsThatAreTrainedAgainKeepTheirFirstPoints() throws {
    _ = try store(batch(0, steps: 0..<10, value: 1))
    let stored = try #require(try store(batch(1, steps: 5..<15, value: 2)))
    #expect(stored.metrics.map(\.step) == Array(10..<15))
    #expect(stored.stepPoints.map(\.step) == Array(10..<15))
    try fixture.store.read { snapshot in
      let series = try #require(try snapshot.metricSeries(run: job.runId, maxPoints: 99).first)
      #expect(series.total == 15)
      #expect(series.points.map(\.value) == Array(repeating: 1, count: 10) + [2, 2, 2, 2, 2])
      #expect(try snapshot.stepSizeSeries(run: job.runId, maxPoints: 99).first?.total == 15)
    }
  }

  @Test func histogramsComeInPages() throws {
    for sequence in 0..<6 {
      var batch = batch(sequence, steps: sequence..<sequence + 1)
      batch.histograms += [
        Histogram(
          quantizer: "conv1.weight", step: sequence, low: 0, high: 1, counts: [sequence],
          stepSize: 1)
      ]
      _ = try store(batch)
    }
    let whole = try fixture.store.read { try $0.histogramPage(run: job.runId) }
    #expect(whole.items.count == 12 && whole.nextCursor == nil)
    #expect(
      whole.items.map(\.quantizer)
        == ["conv1.weight", "conv1.input"].flatMap { Array(repeating: $0, count: 6) })
    var pages: [Histogram] = []
    var page = PageRequest(limit: 5)
    repeat {
      let next = try fixture.store.read { [page] in try $0.histogramPage(run: job.runId, page) }
      pages += next.items
      page.cursor = try next.nextCursor.map { try PageCursor($0) }
    } while page.cursor != nil
    #expect(pages == whole.items)
  }

  @Test func aCursorOfAnotherRunsHistogramsIsRefused() throws {
    for sequence in 0..<2 { _ = try store(batch(sequence, steps: sequence..<sequence + 1)) }
    let first = try fixture.store.read {
      try $0.histogramPage(run: job.runId, PageRequest(limit: 1))
    }
    let cursor = try PageCursor(#require(first.nextCursor))
    let other = try fixture.makeRun()
    #expect(throws: StoreError.invalidCursor(cursor.text)) {
      try fixture.store.read { try $0.histogramPage(run: other.id, PageRequest(cursor: cursor)) }
    }
  }

  @Test func aBatchWithAnUnknownQuantizerLeavesNothing() throws {
    var bad = batch(0, steps: 0..<3)
    bad.stepPoints.append(.make("nowhere", 1))
    #expect(throws: StoreError.unknownQuantizer(run: job.runId, id: "nowhere")) { try store(bad) }
    #expect(try fixture.sql("SELECT * FROM metric_points").isEmpty)
    #expect(try store(batch(0, steps: 0..<3)) != nil)
  }

  @Test func notANumberIsKept() throws {
    var point = StepPoint.make("conv1.weight", 1)
    point.updateRatio = .nan
    point.gradient = -.infinity
    var batch = batch(0, steps: 0..<0)
    batch.stepPoints = [point]
    batch.histograms = [
      Histogram(
        quantizer: "conv1.weight", step: 1, low: .nan, high: .nan, counts: [0], stepSize: .nan)
    ]
    _ = try store(batch)
    try fixture.store.read { snapshot in
      let points = try snapshot.stepSizeSeries(run: job.runId, maxPoints: 9).first?.points
      #expect(points?.updateRatio.first?.isNaN == true && points?.gradient == [-.infinity])
      #expect(try snapshot.histogramPage(run: job.runId).items.first?.low.isNaN == true)
    }
  }

  @Test func logLinesComeInPiecesOfBytes() throws {
    for sequence in 0..<3 { _ = try store(batch(sequence, steps: 0..<0)) }
    func piece(after line: Int, bytes: Int) throws -> [String] {
      try fixture.store.read { try $0.log(job: job.id, after: line, bytes: bytes) }
        .lines.map(\.text)
    }
    #expect(try piece(after: 0, bytes: 1) == ["batch 0"])
    #expect(try piece(after: 0, bytes: 8) == ["batch 0", "batch 1"])
    #expect(try piece(after: 1, bytes: 14) == ["batch 1", "batch 2"])
    #expect(try piece(after: 3, bytes: 1) == [])
  }

  @Test func logLinesAreNumberedOverAllAttempts() throws {
    for sequence in 0..<3 { _ = try store(batch(sequence, steps: 0..<0)) }
    let first = try fixture.store.read { try $0.log(job: job.id, limit: 2) }
    #expect(first.lines.map(\.text) == ["batch 0", "batch 1"] && first.last == 2)
    let rest = try fixture.store.read { try $0.log(job: job.id, after: first.last) }
    #expect(rest.lines.map(\.text) == ["batch 2"] && rest.last == 3)
    #expect(try fixture.store.read { try $0.log(job: job.id, after: 3) }.last == 3)
  }
}
