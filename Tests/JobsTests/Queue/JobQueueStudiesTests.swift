import Experiments
import Foundation
import Jobs
import Store
import Testing

@Suite struct JobQueueStudiesTests {
  private let fixture: QueueFixture

  init() throws {
    fixture = try QueueFixture()
  }

  private func submit(_ json: String, key: String? = nil) throws -> Study {
    try fixture.queue.submit(StudyRequest(json: Data(json.utf8)), idempotencyKey: key)
  }

  private func jobs(_ study: Study) throws -> [Job] {
    try fixture.jobs(JobQuery(study: study.id)).items.reversed()
  }

  /// Claims the next job, records metrics and what quantizers did, keeps its weights, and ends it.
  @discardableResult
  private func train(
    accuracy: Double, steps: [StepPoint] = [], histograms: [Histogram] = [],
    outcome: Completion.Outcome = .succeeded
  ) throws -> Job {
    let lease = try #require(try fixture.claim())
    let batch = RecordBatch(
      lease: lease.token, sequence: 0,
      metrics: [MetricPoint(key: "testAccuracy", step: 1, value: accuracy, time: fixture.now)],
      quantizers: [
        Self.quantizer("a", .weight), Self.quantizer("a", .activation),
        Self.quantizer("b", .weight),
      ],
      stepPoints: steps, histograms: histograms)
    try fixture.queue.store(records: batch, job: lease.job.id)
    if outcome == .succeeded {
      let artifacts = ArtifactStore(
        folder: fixture.folder.appending(path: "artifacts"), store: fixture.store,
        clock: { QueueFixture.noon })
      let sink = try artifacts.create(
        run: lease.job.runId, path: JobArtifact.finalCheckpoint, lease: lease.token)
      try sink.write(Data("weights".utf8))
      _ = try sink.commit()
    }
    return try fixture.queue.complete(
      job: lease.job.id, Completion(lease: lease.token, outcome: outcome, reason: "diverged"))
  }

  private static func quantizer(_ layer: String, _ kind: Quantizer.Kind) -> Quantizer {
    Quantizer(
      id: "\(layer).\(kind == .weight ? "weight" : "input")", layer: layer, kind: kind, bits: 2,
      signed: true, count: 4, shape: [4], position: 0)
  }

  @Test func theBaselineIsTrainedFirstAndTheTableFillsUp() throws {
    let study = try submit(#"{"recipe": "bits", "seeds": [1, 2]}"#)
    #expect(study.state == .queued && study.jobs == ["queued": 2, "blocked": 8])
    #expect(study.claim?.isEmpty == false)
    let jobs = try jobs(study)
    #expect(jobs.first?.spec.quantizer.method == QuantizerSpec.Method.none)
    #expect(jobs[1].spec.start == .job(id: jobs[0].id) && jobs[1].state == .blocked)
    try train(accuracy: 0.9)
    #expect(try fixture.queue.study(id: study.id).state == .running)
    // The first seed's jobs are older than the second seed's baseline.
    for _ in 0..<4 { try train(accuracy: 0.8) }
    try train(accuracy: 0.92)
    for _ in 0..<4 { try train(accuracy: 0.85) }
    let ended = try fixture.queue.study(id: study.id)
    #expect(ended.state == .succeeded && ended.jobs == ["succeeded": 10])
    let table = try #require(ended.table)
    #expect(table.keys == ["network", "bits"])
    #expect(table.rows.map { $0.labels["bits"] } == ["float32", "8", "4", "3", "2"])
    let float = try #require(table.rows[0].values["testAccuracy"])
    #expect(abs(float.mean - 0.91) < 1e-12 && float.count == 2)
    #expect(abs(try #require(float.deviation) - 0.02 / 2.0.squareRoot()) < 1e-12)
    #expect(table.rows[0].values["testLoss"] == nil)
  }

  @Test func aBaselineThatWasTrainedBeforeIsNotTrainedAgain() throws {
    let first = try submit(#"{"recipe": "schedule"}"#)
    // Its place in the queue is nothing of the training.
    _ = try fixture.queue.change(job: self.jobs(first)[0].id, JobPatch(priority: 5))
    let baseline = try train(accuracy: 0.9)
    let second = try submit(#"{"recipe": "bits"}"#)
    let jobs = try jobs(second)
    #expect(jobs.count == 4)
    #expect(jobs.allSatisfy { $0.spec.start == .job(id: baseline.id) && $0.state == .queued })
    #expect(second.table?.rows[0].jobs == [baseline.id])
    #expect(second.table?.rows[0].values["testAccuracy"]?.mean == 0.9)
    // Another seed is another baseline.
    let other = try submit(#"{"recipe": "bits", "seeds": [9]}"#)
    #expect(try self.jobs(other).count == 5)
    // One that was deleted is none.
    for study in [first, second, other] { _ = try fixture.queue.cancel(study: study.id) }
    try fixture.store.write { try $0.deleteRun(id: baseline.runId, now: QueueFixture.noon) }
    #expect(try self.jobs(try submit(#"{"recipe": "bits"}"#)).count == 5)
  }

  @Test func aRunThatIsDeletedCountsInNoTable() throws {
    let study = try submit(
      #"{"job": {"dataset": {"name": "fashion-mnist"}, "model": {"name": "resnet8"}}, "seeds": [1, 2]}"#
    )
    try train(accuracy: 0.9)
    let worse = try train(accuracy: 0.1)
    func accuracy() throws -> Statistic? {
      try fixture.queue.study(id: study.id).table?.rows[0].values["testAccuracy"]
    }
    #expect(try accuracy()?.count == 2)
    try fixture.store.write { try $0.deleteRun(id: worse.runId, now: QueueFixture.noon) }
    #expect(try accuracy()?.count == 1 && accuracy()?.mean == 0.9)
  }

  @Test func aStudyThatIsCanceledLeavesNothingToDo() throws {
    let study = try submit(#"{"recipe": "bits"}"#)
    try train(accuracy: 0.9)
    let lease = try #require(try fixture.claim())
    let canceled = try fixture.queue.cancel(study: study.id)
    #expect(canceled.jobs == ["succeeded": 1, "stopping": 1, "canceled": 3])
    #expect(canceled.state == .running)
    _ = try fixture.queue.complete(
      job: lease.job.id, Completion(lease: lease.token, outcome: .canceled))
    #expect(try fixture.queue.study(id: study.id).state == .canceled)
    #expect(try fixture.queue.cancel(study: study.id).state == .canceled)
    #expect(throws: StoreError.self) {
      try fixture.queue.cancel(study: String(repeating: "0", count: 16))
    }
  }

  @Test func aJobThatFailsIsCountedAndTheOthersGoOn() throws {
    let study = try submit(
      """
      {"job": {"dataset": {"name": "fashion-mnist"}, "model": {"name": "resnet8"}},
      "grid": {"optimizer.learningRate": [0.1, 10]}}
      """)
    try train(accuracy: 0.9)
    try train(accuracy: 0, outcome: .failed)
    let ended = try fixture.queue.study(id: study.id)
    #expect(ended.state == .failed)
    #expect(ended.table?.rows.map(\.failed) == [0, 1])
    #expect(ended.table?.rows[1].values == [:])
  }

  @Test func theSameKeyGivesTheFirstAnswer() throws {
    let first = try submit(#"{"recipe": "bits"}"#, key: "k")
    #expect(try submit(#"{"recipe": "bits"}"#, key: "k").id == first.id)
    #expect(try fixture.queue.studies(PageRequest()).items.map(\.id) == [first.id])
    #expect(throws: StoreError.idempotencyKeyReused(key: "k")) {
      try submit(#"{"recipe": "schedule"}"#, key: "k")
    }
  }

  @Test func updateRatiosAreAveragedOverTheTraining() throws {
    let study = try submit(#"{"recipe": "update-ratio"}"#)
    try train(accuracy: 0.9)
    for ratio in [1.0, 4, 100] {
      // One of 0 is not known: there was no gradient.
      let points = [(0, 1.0), (10, 3), (20, 0)].flatMap { step, factor in
        [("a.weight", 1.0), ("a.input", 1), ("b.weight", 9)].map { id, share in
          StepPoint(
            quantizer: id, step: step, stepSize: 1, gradient: 1,
            updateRatio: ratio * factor * share, mse: 0, clippedLow: 0, clippedHigh: 0,
            oscillation: 0)
        }
      }
      try train(accuracy: 0.9, steps: points)
    }
    let table = try #require(try fixture.queue.study(id: study.id).table)
    #expect(table.keys == ["gradientScale", "kind", "layer"])
    func ratios(_ kind: String, _ layer: String) throws -> [Double] {
      let rows = table.rows.filter { $0.labels["kind"] == kind && $0.labels["layer"] == layer }
      #expect(rows.map { $0.labels["gradientScale"] } == ["1/sqrt(N*Qp)", "1/sqrt(N)", "1"])
      return try rows.map { try #require($0.values["updateRatio"]).mean }
    }
    // Of all layers it is the geometric mean.
    for (kind, layer, factor) in [
      ("weight", "a", 2.0), ("weight", "b", 18), ("weight", "all", 6), ("activation", "all", 2),
    ] {
      for (found, ratio) in zip(try ratios(kind, layer), [1.0, 4, 100]) {
        #expect(abs(found / (ratio * factor) - 1) < 1e-9, "\(kind) \(layer)")
      }
    }
    #expect(table.rows.count == 3 * 5)
  }

  @Test func stepSizesAreComparedWithThoseOfLeastErrorAtTheEnd() throws {
    let study = try submit(#"{"recipe": "quantization-error"}"#)
    try train(accuracy: 0.9)
    let histograms = [("a", 0, 9.0), ("a", 20, 3), ("b", 0, 1), ("b", 10, 5)].map {
      Histogram(
        quantizer: "\($0).weight", step: $1, low: -1, high: 1, counts: [1], stepSize: $2,
        bestSteps: Histogram.BestSteps(mae: 2, mse: 4, kl: 3))
    }
    try train(accuracy: 0.9, histograms: histograms)
    let table = try #require(try fixture.queue.study(id: study.id).table)
    func values(_ layer: String) throws -> [Double?] {
      let row = try #require(
        table.rows.first { $0.labels["kind"] == "weight" && $0.labels["layer"] == layer })
      return ["fromMae", "fromMse", "fromKl"].map { row.values[$0]?.mean }
    }
    #expect(try values("a") == [0.5, 0.25, 0])
    #expect(try values("b") == [1.5, 0.25, 2.0 / 3])
    #expect(try values("all") == [1, 0.25, 1.0 / 3])
  }
}
