import Experiments
import Foundation
import Store
import Testing

@Suite struct QuantizerRecordTests {
  private let fixture: StoreFixture
  private let run: String

  init() throws {
    fixture = try StoreFixture()
    run = try fixture.makeRun().id
  }

  @discardableResult
  private func log(_ batch: QuantizerBatch) throws -> [StepPoint] {
    try fixture.store.write { [run] in try $0.log(batch, run: run) }
  }

  private static let histogram = Histogram(
    quantizer: "conv1.weight", step: 1, low: -1, high: 1, counts: [1, 2], stepSize: 0.1)

  @Test func whatAnotherProgramLogsOfItsQuantizersIsKept() throws {
    let points = [StepPoint.make("conv1.weight", 1), .make("conv1.weight", 2)]
    let batch = QuantizerBatch(
      quantizers: [.make("conv1.weight")], stepPoints: points, histograms: [Self.histogram])
    #expect(try log(batch) == points)
    #expect(try log(batch) == [])
    try log(QuantizerBatch(stepPoints: [.make("conv1.weight", 3)]))
    try fixture.store.read { snapshot in
      #expect(try snapshot.quantizers(run: run) == batch.quantizers)
      #expect(try snapshot.histogramPage(run: run).items == [Self.histogram])
      let series = try snapshot.stepSizeSeries(run: run, maxPoints: 9)
      #expect(series.map(\.points.step) == [[1, 2, 3]])
    }
  }

  @Test func pointsOfNoQuantizerLeaveNothing() throws {
    let batch = QuantizerBatch(
      quantizers: [.make("conv1.weight")], stepPoints: [.make("nowhere", 1)])
    #expect(throws: StoreError.unknownQuantizer(run: run, id: "nowhere")) { try log(batch) }
    #expect(try fixture.store.read { try $0.quantizers(run: run) } == [])
  }

  @Test func histogramsAreTheEncodersJSON() throws {
    var offset = Self.histogram
    (offset.step, offset.offset, offset.high) = (2, -0.25, .nan)
    offset.bestSteps = Histogram.BestSteps(mae: 0.5, mse: 1e-9, kl: 3)
    try log(
      QuantizerBatch(quantizers: [.make("conv1.weight")], histograms: [Self.histogram, offset]))
    try fixture.store.read { snapshot in
      for limit in [1, 2] {
        let request = PageRequest(limit: limit)
        let json = try snapshot.histograms(run: run, request).json
        let page = try snapshot.histogramPage(run: run, request)
        #expect(page.items.count == limit)
        #expect(try String(decoding: json, as: UTF8.self) == JSONCoding.text(page))
      }
    }
  }

  @Test func aBestStepThatIsNoNumberLeavesTheOthers() throws {
    var histograms = [Self.histogram, Self.histogram]
    histograms[0].bestSteps = Histogram.BestSteps(mae: 0.5, mse: 0.25, kl: .nan)
    histograms[1].step = 2
    try log(QuantizerBatch(quantizers: [.make("conv1.weight")], histograms: histograms))
    let best = try fixture.store.read { try $0.histogramPage(run: run) }.items.map(\.bestSteps)
    #expect(best.count == 2 && best[1] == nil)
    #expect(best[0]?.mae == 0.5 && best[0]?.mse == 0.25 && best[0]?.kl.isNaN == true)
  }

  @Test func histogramsOfManyCountsComeInSmallerPages() throws {
    let counts = Array(repeating: 1_000_000_000, count: 65_536)
    for step in 0..<8 {
      let histogram = Histogram(
        quantizer: "conv1.weight", step: step, low: -1, high: 1, counts: counts, stepSize: 0.1)
      try log(QuantizerBatch(quantizers: [.make("conv1.weight")], histograms: [histogram]))
    }
    var (page, steps) = (PageRequest(limit: 1000), [[Int]]())
    repeat {
      let next = try fixture.store.read { [page] in try $0.histogramPage(run: run, page) }
      steps.append(next.items.map(\.step))
      page.cursor = try next.nextCursor.map { try PageCursor($0) }
    } while page.cursor != nil
    // 720,906 bytes each, of 4 MiB.
    #expect(steps == [Array(0..<6), [6, 7]])
  }

  @Test func runsOfJobsTakeNone() throws {
    let job = try fixture.makeJob()
    #expect(throws: StoreError.runOfJob(run: job.runId, job: job.id)) {
      try fixture.store.write { try $0.log(QuantizerBatch(), run: job.runId) }
    }
  }
}
