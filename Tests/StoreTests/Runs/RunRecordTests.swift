import Experiments
import Foundation
import GRDB
import Store
import Testing

@Suite struct RunRecordTests {
  private let fixture: StoreFixture

  init() throws {
    fixture = try StoreFixture()
  }

  private func change(_ id: String, _ change: RunPatch) throws -> Run {
    try fixture.store.write { try $0.change(run: id, change, now: StoreFixture.noon) }
  }

  @Test func aNewRunHasWhatItWasGiven() throws {
    let run = try fixture.store.write {
      try $0.createRun(
        RunRequest(name: "r", experiment: "new", parameters: ["lr": "0.1"], tags: ["who": "me"]),
        now: StoreFixture.noon)
    }
    #expect(Identifier.Kind.run.matches(run.id))
    #expect(run.status == .running && run.experiment == "new" && run.jobId == nil)
    #expect(run.parameters == ["lr": "0.1"] && run.tags == ["who": "me"])
    #expect(run.createdAt == StoreFixture.noon && run.startedAt == StoreFixture.noon)
    #expect(try fixture.store.read { try $0.run(id: run.id) } == run)
  }

  @Test func parametersAreWrittenOnce() throws {
    let id = try fixture.makeRun().id
    #expect(try change(id, RunPatch(parameters: ["a": "1"])).parameters == ["a": "1"])
    #expect(try change(id, RunPatch(parameters: ["a": "1", "b": "2"])).parameters.count == 2)
    #expect(throws: StoreError.parameterChanged(key: "a", old: "1", new: "2")) {
      try change(id, RunPatch(parameters: ["a": "2", "c": "3"]))
    }
    let run = try fixture.store.read { try $0.run(id: id) }
    #expect(run.parameters == ["a": "1", "b": "2"])
  }

  @Test func tagsChangeAndGo() throws {
    let id = try fixture.makeRun().id
    #expect(try change(id, RunPatch(tags: ["a": "1", "b": "2"])).tags == ["a": "1", "b": "2"])
    #expect(try change(id, RunPatch(tags: ["a": "3", "b": nil])).tags == ["a": "3"])
  }

  @Test func statusSetsTheEnd() throws {
    let id = try fixture.makeRun().id
    #expect(try change(id, RunPatch(status: .finished)).endedAt == StoreFixture.noon)
    #expect(try change(id, RunPatch(name: "again", status: .running)).endedAt == nil)
  }

  @Test func noRunEndsBeforeItBegan() throws {
    let id = try fixture.makeRun().id
    let before = StoreFixture.noon.addingTimeInterval(-0.001)
    let detail = "2027-01-15T07:59:59.999Z is before the run began, at 2027-01-15T08:00:00.000Z"
    #expect(throws: InvalidSpec(errors: [FieldError(pointer: "/endedAt", detail: detail)])) {
      try change(id, RunPatch(status: .finished, endedAt: before))
    }
    let end = StoreFixture.noon
    #expect(try change(id, RunPatch(status: .finished, endedAt: end)).endedAt == end)
  }

  @Test func aJobAloneSetsTheStatusOfItsRun() throws {
    let job = try fixture.makeJob()
    #expect(throws: StoreError.runOfJob(run: job.runId, job: job.id)) {
      try change(job.runId, RunPatch(status: .finished))
    }
    #expect(try change(job.runId, RunPatch(tags: ["good": "yes"])).tags == ["good": "yes"])
  }

  @Test func deletedRunsComeBackUntilTheyArePurged() throws {
    let kept = try fixture.makeRun("kept").id
    let gone = try fixture.makeRun("gone").id
    try fixture.store.write { try $0.deleteRun(id: gone, now: StoreFixture.noon) }
    #expect(try fixture.store.read { try $0.runs() }.items.map(\.id) == [kept])
    #expect(
      try fixture.store.read { try $0.runs(RunQuery(visibility: .deleted)) }.items.map(\.id)
        == [gone])
    #expect(try fixture.store.write { try $0.restoreRun(id: gone) }.name == "gone")
    try fixture.store.write {
      try $0.log(metrics: [.make("a", 1, 1)], run: gone)
      try $0.deleteRun(id: gone, now: StoreFixture.noon)
    }
    let later = StoreFixture.noon.addingTimeInterval(1)
    let artifacts = ArtifactStore(folder: fixture.folder, store: fixture.store)
    #expect(try fixture.store.purge(deletedBefore: later, artifacts: artifacts) == [gone])
    #expect(throws: StoreError.notFound(kind: "run", id: gone)) {
      try fixture.store.read { try $0.run(id: gone) }
    }
    #expect(try fixture.sql("SELECT * FROM metric_points").isEmpty)
  }

  @Test func aPurgeThatIsCutOffIsFinishedByTheNext() throws {
    let id = try fixture.makeRun().id
    try fixture.store.write {
      try $0.log(metrics: (0..<25).map { .make("a", $0, 1) }, run: id)
      try $0.deleteRun(id: id, now: StoreFixture.noon)
    }
    let later = StoreFixture.noon.addingTimeInterval(1)
    let isGone = try fixture.store.write {
      #expect(try $0.beginPurge(deletedBefore: later) == [id])
      return try $0.purgeSlice(run: id, rows: 10)
    }
    #expect(try !isGone && fixture.sql("SELECT * FROM metric_points").count == 15)
    // What is left of it is nobody's any more.
    #expect(throws: StoreError.notFound(kind: "run", id: id)) {
      try fixture.store.write { try $0.restoreRun(id: id) }
    }
    #expect(try fixture.store.read { try $0.runs(RunQuery(visibility: .deleted)) }.items.isEmpty)
    #expect(try StoreFile(fixture.file).check(artifacts: fixture.folder, content: false).isEmpty)

    let artifacts = ArtifactStore(folder: fixture.folder, store: fixture.store)
    let longAgo = StoreFixture.noon.addingTimeInterval(-1e6)
    #expect(
      try fixture.store.purge(deletedBefore: longAgo, artifacts: artifacts, sliceRows: 4) == [id])
    // Another purge that had begun it too has nothing left to do.
    #expect(try fixture.store.write { try $0.purgeSlice(run: id, rows: 4) })
    #expect(try fixture.sql("SELECT * FROM metric_points").isEmpty)
    #expect(throws: StoreError.notFound(kind: "run", id: id)) {
      try fixture.store.read { try $0.run(id: id) }
    }
  }

  @Test func aPurgedJobLeavesNothing() throws {
    let job = try fixture.makeJob()
    let lease = try #require(try fixture.claim())
    let batch = RecordBatch(
      lease: lease.token, sequence: 0, metrics: [.make("a", 1, 1)], quantizers: [.make("q")],
      stepPoints: (0..<5).map { .make("q", $0) },
      log: (0..<5).map { LogLine(time: StoreFixture.noon, text: "\($0)") })
    _ = try fixture.store.write {
      try $0.store(batch: batch, job: job.id, leaseSeconds: 1, now: StoreFixture.noon)
    }
    _ = try fixture.end(lease, .success)
    try fixture.store.write { try $0.deleteRun(id: job.runId, now: StoreFixture.noon) }
    let later = StoreFixture.noon.addingTimeInterval(1)
    let artifacts = ArtifactStore(folder: fixture.folder, store: fixture.store)
    let purged = try fixture.store.purge(deletedBefore: later, artifacts: artifacts, sliceRows: 2)
    #expect(purged == [job.runId])
    for table in ["runs", "jobs", "job_attempts", "job_log", "record_batches", "step_points"] {
      #expect(try fixture.sql("SELECT * FROM \(table)").isEmpty, "\(table)")
    }
  }

  @Test func aRunInWorkIsNotDeleted() throws {
    let job = try fixture.makeJob()
    #expect(throws: StoreError.runInUse(id: job.runId, job: job.id, state: .queued)) {
      try fixture.store.write { try $0.deleteRun(id: job.runId, now: StoreFixture.noon) }
    }
  }

  @Test func whoTakesWeightsIsFoundWithoutALookIntoEverySpec() throws {
    let sql = Transaction.needingWeights
    let plan = try fixture.sql("EXPLAIN QUERY PLAN \(sql)", ["run", "job"])
      .map { $0["detail"] as String }
    #expect(!plan.contains { $0.contains("SCAN") }, "\(plan)")
    for index in ["jobs_by_start", "jobs_by_teacher"] {
      #expect(plan.contains { $0.contains("SEARCH jobs USING INDEX \(index)") }, "\(plan)")
    }
  }

  @Test func limitsAreConstraints() throws {
    let id = try fixture.makeRun().id
    let long = String(repeating: "x", count: 6001)
    #expect(throws: StoreError.self) { try change(id, RunPatch(parameters: ["a": long])) }
    #expect(throws: StoreError.self) {
      try change(id, RunPatch(parameters: [String(repeating: "k", count: 251): "1"]))
    }
    do {
      _ = try change(id, RunPatch(tags: ["t": long + long]))
      Issue.record("a tag of 12,002 characters was taken")
    } catch StoreError.constraint(let name, _) {
      #expect(name == "tag_value_length")
    }
  }
}
