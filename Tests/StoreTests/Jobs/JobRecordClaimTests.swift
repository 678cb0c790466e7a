import Dispatch
import Experiments
import Foundation
import GRDB
import Store
import Synchronization
import Testing

@Suite struct JobRecordClaimTests {
  private let fixture: StoreFixture

  init() throws {
    fixture = try StoreFixture()
  }

  @Test func highestPriorityFirstThenOldest() throws {
    for (name, priority) in [("a", 0), ("b", 5), ("c", 0), ("d", 5), ("e", -1)] {
      _ = try fixture.makeJob {
        $0.name = name
        $0.priority = priority
      }
    }
    let page = try fixture.jobs()
    let positions = Dictionary(
      uniqueKeysWithValues: page.items.map { ($0.name, $0.queuePosition) })
    #expect(positions == ["b": 1, "d": 2, "a": 3, "c": 4, "e": 5])
    for job in page.items {
      #expect(try fixture.store.read { try $0.job(id: job.id) }.queuePosition == job.queuePosition)
    }
    var order: [String] = []
    while let lease = try fixture.claim("w\(order.count)") { order.append(lease.job.name) }
    #expect(order == ["b", "d", "a", "c", "e"])
  }

  @Test func aJobIsClaimedByThePriorityThatItHasNow() throws {
    let jobs = try (0..<4).map { _ in try fixture.makeJob() }
    try fixture.store.write {
      try $0.change(job: jobs[2].id, JobPatch(priority: 5))
      try $0.change(job: jobs[0].id, JobPatch(priority: -5))
    }
    let order = [jobs[2], jobs[1], jobs[3], jobs[0]]
    for (place, job) in order.enumerated() {
      #expect(try fixture.store.read { try $0.job(id: job.id) }.queuePosition == place + 1)
    }
    #expect(try fixture.store.read { try $0.job(id: jobs[0].id) }.spec.priority == -5)
    for job in order { #expect(try fixture.claim("w for \(job.id)")?.job.id == job.id) }
    // Of a job that does not wait it counts for its next attempt.
    try fixture.store.write { try $0.change(job: jobs[1].id, JobPatch(priority: 9)) }
    #expect(try fixture.store.read { try $0.job(id: jobs[1].id) }.state == .running)
    #expect(try fixture.sql("SELECT * FROM queue_blocks").isEmpty)
  }

  @Test func everyJobIsClaimedOnce() throws {
    for _ in 0..<60 { _ = try fixture.makeJob() }
    let claimed = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 8) { index in
      while let lease = try? fixture.claim("w\(index)") {
        claimed.withLock { $0.append(lease.job.id) }
      }
    }
    let ids = claimed.withLock { $0 }
    #expect(ids.count == 60 && Set(ids).count == 60)
  }

  @Test func aClaimIsALeaseAndAnAttempt() throws {
    let job = try fixture.makeJob { $0.timeoutSeconds = 60 }
    let lease = try #require(try fixture.claim("w1", token: "secret"))
    #expect(lease.job.id == job.id && lease.token == "secret" && lease.attempt == 1)
    #expect(lease.leaseSeconds == 30 && lease.resumeFrom.isEmpty && lease.startRunId == nil)
    #expect(lease.job.state == .running && lease.job.startedAt == StoreFixture.noon)
    #expect(lease.job.attempts.map(\.worker) == ["w1"])
    #expect(lease.job.attempts.first?.outcome == .running)
    #expect(lease.job.queuePosition == nil)
    #expect(try fixture.store.read { try $0.run(id: job.runId) }.status == .running)
    #expect(try fixture.claim("w2") == nil)
  }

  @Test func postponedJobsWaitForTheirTime() throws {
    let time = StoreFixture.noon.addingTimeInterval(60)
    let job = try fixture.makeJob { $0.notBefore = time }
    #expect(job.notBefore == time && job.queuePosition == nil)
    #expect(try fixture.claim() == nil)
    #expect(try fixture.claim(now: time.addingTimeInterval(-0.001)) == nil)
    #expect(try fixture.store.read { try $0.hasDueJobs(now: time) })
    #expect(try fixture.claim(now: time)?.job.id == job.id)
  }

  @Test func aPausedQueueAndADrainingWorkerGetNothing() throws {
    _ = try fixture.makeJob()
    try fixture.store.write { try $0.setPaused(true) }
    #expect(try fixture.claim() == nil)
    try fixture.store.write {
      try $0.setPaused(false)
      try $0.setDraining(true, worker: "w")
    }
    #expect(try fixture.claim("w") == nil)
    #expect(try fixture.claim("other") != nil)
  }

  @Test func aLeaseNamesTheCheckpointAndTheStart() throws {
    let parent = try fixture.makeJob()
    let lease = try #require(try fixture.claim())
    _ = try fixture.end(lease, .success)
    let child = try fixture.makeJob {
      $0.start = .job(id: parent.id)
      $0.after = [parent.id]
    }
    let artifacts = ArtifactStore(folder: fixture.folder, store: fixture.store)
    let first = try #require(try fixture.claim())
    #expect(first.job.id == child.id && first.startRunId == parent.runId)
    #expect(first.resumeFrom.isEmpty)
    let sink = try artifacts.create(
      run: child.runId, path: JobArtifact.lastCheckpoint, lease: first.token)
    try sink.write(Data("weights".utf8))
    _ = try sink.commit()
    _ = try fixture.end(first, AttemptEnd(outcome: .lost, next: .queued))
    let second = try #require(try fixture.claim())
    #expect(second.attempt == 2 && second.resumeFrom.map(\.path) == [JobArtifact.lastCheckpoint])
  }

  /// A job that starts from or learns from one that is purged after its end.
  private func orphan(_ field: String) throws -> (job: Job, parent: Job) {
    let parent = try fixture.makeJob { $0.quantizer.method = .none }
    let lease = try #require(try fixture.claim())
    _ = try fixture.end(lease, .success)
    let job = try fixture.makeJob {
      if let spec = try? JobSpec(
        json: Data(
          """
          {"dataset": {"name": "fashion-mnist"}, "model": {"name": "resnet8"}, \(field)}
          """.replacing("ID", with: parent.id).utf8))
      {
        $0 = spec
      }
    }
    #expect(job.spec.after == [parent.id])
    return (job, parent)
  }

  private static let sources = [
    (#""start": {"from": "job", "id": "ID"}"#, "/start/id"),
    (
      #""distillation": {"teacher": {"from": "job", "id": "ID"}}"#, "/distillation/teacher/id"
    ),
  ]

  @Test(arguments: sources)
  func aJobWhoseWeightsAreGoneFailsInsteadOfBeingGivenOut(field: String, pointer: String) throws {
    let (job, parent) = try orphan(field)
    let child = try fixture.makeJob { $0.after = [job.id] }
    let next = try fixture.makeJob()
    try fixture.sql("DELETE FROM runs WHERE id = ?", [parent.runId])
    let lease = try #require(try fixture.claim(token: "given"))
    #expect(lease.job.id == next.id && lease.token != "given")
    let failed = try fixture.store.read { try $0.job(id: job.id) }
    #expect(failed.state == .failed && failed.attempts.map(\.outcome) == [.failed])
    #expect(failed.reason == "\(pointer): there is no job \"\(parent.id)\"")
    #expect(try fixture.store.read { try $0.job(id: child.id) }.state == .canceled)
  }

  @Test(arguments: sources)
  func aJobWhoseWeightsAreGoneIsNotTriedAgain(field: String, pointer: String) throws {
    let (job, parent) = try orphan(field)
    try fixture.store.write {
      try $0.cancel(job: job.id, reason: nil, grace: 1, now: StoreFixture.noon)
      try $0.deleteRun(id: parent.runId, now: StoreFixture.noon)
    }
    func detail() throws -> String? {
      let error = #expect(throws: InvalidSpec.self) {
        try fixture.store.write { try $0.retry(job: job.id, now: StoreFixture.noon) }
      }
      #expect(error?.errors.map(\.pointer) == [pointer])
      return error?.errors.first?.detail
    }
    #expect(try detail()?.contains("/runs/\(parent.runId)/restore") == true)
    try fixture.sql("DELETE FROM runs WHERE id = ?", [parent.runId])
    #expect(try detail() == "there is no job \"\(parent.id)\"")
  }

  @Test func theClaimWalksItsIndexAndSortsNothing() throws {
    let plan = try fixture.sql(
      "EXPLAIN QUERY PLAN \(Transaction.claim)",
      [
        "worker": "w", "token": "t", "now": 0, "expiry": 1,
      ]
    ).map { $0["detail"] as String }
    // The first line that fits ends the scan of the index.
    #expect(
      plan.filter { $0.contains("jobs") } == [
        "SEARCH jobs USING INTEGER PRIMARY KEY (rowid=?)", "SCAN jobs USING INDEX jobs_claimable",
      ])
    #expect(!plan.contains { $0.contains("TEMP B-TREE") })
  }

  @Test func aWorkerIsGivenOnlyWhatItCanDo() throws {
    _ = try fixture.makeJob {
      $0.needs = NeedsSpec(threads: 8, memoryBytes: 0, instructionSet: .any)
      $0.priority = 3
    }
    _ = try fixture.makeJob {
      $0.needs = NeedsSpec(threads: 1, memoryBytes: 1 << 30, instructionSet: .any)
      $0.priority = 2
    }
    _ = try fixture.makeJob {
      $0.needs = NeedsSpec(threads: 1, memoryBytes: 0, instructionSet: .avx512)
      $0.priority = 1
    }
    let plain = try fixture.makeJob()
    func claim(_ worker: String, threads: Int, memory: Int, _ set: InstructionSet) throws -> Int? {
      let request = ClaimRequest(
        workerId: worker, host: "h", pid: 1, threads: threads, memoryBytes: memory,
        instructionSet: set, waitSeconds: 0)
      return try fixture.store.write { transaction in
        try transaction.register(worker: request, now: StoreFixture.noon)
        return try transaction.claim(
          for: worker, token: Identifier.lease(), leaseSeconds: 30, now: StoreFixture.noon)
      }?.job.spec.priority
    }
    #expect(try claim("small", threads: 1, memory: 1 << 20, .avx2) == plain.spec.priority)
    #expect(try claim("small2", threads: 1, memory: 1 << 20, .avx2) == nil)
    #expect(try claim("new", threads: 2, memory: 1 << 20, .avx512VNNI) == 1)
    #expect(try claim("roomy", threads: 2, memory: 1 << 31, .any) == 2)
    #expect(try claim("wide", threads: 8, memory: 1 << 20, .any) == 3)
    // What clients say of a job that waits follows the same rule.
    let workers = try fixture.store.read { try $0.workers(seenSince: StoreFixture.noon) }
    let jobs = try fixture.jobs().items
    for (id, priorities) in [
      ("small", [0]), ("new", [0, 1]), ("roomy", [0, 2]), ("wide", [0, 3]),
    ] as [(String, Set<Int>)] {
      let worker = try #require(workers.first { $0.id == id })
      let met = jobs.filter { $0.spec.needs.areMet(by: worker) }
      #expect(Set(met.map(\.spec.priority)) == priorities, "\(id)")
    }
  }

  @Test func placesAreRightInALongQueueOfSeveralPriorities() throws {
    let jobs = try fixture.store.write { transaction in
      try (0..<700).map { index in
        var spec = try JobSpec.defaults(dataset: .fashionMNIST, model: .resnet8)
        spec.priority = index % 3
        return try transaction.create(job: NewJob(spec: spec), now: StoreFixture.noon)
      }
    }
    func places() throws -> [String: Int] {
      let pages = try fixture.jobs(
        JobQuery(state: .queued, page: PageRequest(limit: 1000)))
      return Dictionary(
        uniqueKeysWithValues: pages.items.compactMap { job in
          job.queuePosition.map { (job.id, $0) }
        })
    }
    func expected(without gone: Set<String>) -> [String: Int] {
      let line = jobs.enumerated().filter { !gone.contains($0.element.id) }
        .sorted { (-$0.element.spec.priority, $0.offset) < (-$1.element.spec.priority, $1.offset) }
      return Dictionary(
        uniqueKeysWithValues: line.enumerated().map { ($0.element.element.id, $0.offset + 1) })
    }
    #expect(try places() == expected(without: []))
    var gone: Set<String> = []
    for worker in 0..<5 { gone.insert(try #require(try fixture.claim("w\(worker)")).job.id) }
    for index in stride(from: 3, to: 700, by: 50) where !gone.contains(jobs[index].id) {
      try fixture.store.write {
        try $0.cancel(job: jobs[index].id, reason: nil, grace: 1, now: StoreFixture.noon)
      }
      gone.insert(jobs[index].id)
    }
    #expect(try places() == expected(without: gone))
  }

  /// A heartbeat of a worker that will be free after so long.
  private func tell(_ lease: Lease, secondsLeft: Double) throws {
    let progress = JobProgress(
      step: 1, steps: 2, epoch: 0, epochs: 1, imagesPerSecond: 1, etaSeconds: secondsLeft)
    _ = try fixture.store.write {
      try $0.renew(
        job: lease.job.id, Heartbeat(lease: lease.token, progress: progress, resumedFromStep: 0),
        leaseSeconds: 30, now: StoreFixture.noon)
    }
  }

  @Test func whenAJobStartsIsToldByThoseBeforeIt() throws {
    let first = try fixture.makeJob()
    #expect(first.startsInSeconds == nil)
    let lease = try #require(try fixture.claim("w"))
    try tell(lease, secondsLeft: 40)
    #expect(try fixture.makeJob().startsInSeconds == 40)
    #expect(try fixture.makeJob().startsInSeconds == nil)
    _ = try fixture.end(lease, .success, now: StoreFixture.noon + 100)
    let waiting = try fixture.jobs(JobQuery(state: .queued)).items
    #expect(waiting.map(\.startsInSeconds) == [100, 0])
  }

  @Test func workersThatAreGivenJobsTakeThoseThatWaitInTurns() throws {
    _ = try fixture.makeJob()
    let lease = try #require(try fixture.claim("a"))
    _ = try fixture.end(lease, .success, now: StoreFixture.noon + 100)
    for (worker, secondsLeft) in [("a", 30.0), ("b", 10)] {
      _ = try fixture.makeJob()
      try tell(#require(try fixture.claim(worker)), secondsLeft: secondsLeft)
    }
    let line = try (0..<4).map { _ in try fixture.makeJob().id }
    func starts() throws -> [Double?] {
      try fixture.store.read { snapshot in
        try line.map { try snapshot.job(id: $0).startsInSeconds }
      }
    }
    #expect(try starts() == [10, 30, 110, 130])
    try fixture.store.write { try $0.setDraining(true, worker: "b") }
    #expect(try starts() == [30, 130, 230, 330])
    try fixture.store.write { try $0.setPaused(true) }
    #expect(try starts() == [nil, nil, nil, nil])
  }

  @Test func aJobThatNoWorkerCanDoHasAPlaceAndNoStart() throws {
    #expect(try fixture.claim("w") == nil)
    let large = try fixture.makeJob {
      $0.needs = NeedsSpec(threads: 8, memoryBytes: 0, instructionSet: .any)
    }
    #expect(large.queuePosition == 1 && large.startsInSeconds == nil)
    let small = try fixture.makeJob()
    #expect(small.queuePosition == 2 && small.startsInSeconds == nil)
    _ = try fixture.store.write {
      try $0.register(
        worker: ClaimRequest(workerId: "v", host: "h", pid: 2, threads: 8, waitSeconds: 0),
        now: StoreFixture.noon)
    }
    let page = try fixture.jobs()
    #expect(page.items.map(\.startsInSeconds) == [0, 0])
    for job in page.items {
      #expect(try fixture.store.read { try $0.job(id: job.id) } == job)
    }
  }

  @Test func whatAJobTakesIsTheTimeOfItsLastAttempt() throws {
    _ = try fixture.makeJob()
    let lost = try #require(try fixture.claim("w"))
    _ = try fixture.end(lost, AttemptEnd(outcome: .lost, next: .queued))
    // It waits an hour for its second attempt, which takes 10 s.
    let hour = StoreFixture.noon.addingTimeInterval(3600)
    let lease = try #require(try fixture.claim("w", now: hour))
    _ = try fixture.end(lease, .success, now: hour + 10)
    _ = try fixture.makeJob()
    #expect(try fixture.makeJob().startsInSeconds == 10)
  }
}
