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
      #expect(try snapshot.histograms(run: run).items == [Self.histogram])
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

  @Test func runsOfJobsTakeNone() throws {
    let job = try fixture.makeJob()
    #expect(throws: StoreError.runOfJob(run: job.runId, job: job.id)) {
      try fixture.store.write { try $0.log(QuantizerBatch(), run: job.runId) }
    }
  }
}
