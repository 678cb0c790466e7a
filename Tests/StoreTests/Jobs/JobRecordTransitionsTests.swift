import Experiments
import Foundation
import GRDB
import Store
import Testing

@Suite struct JobRecordTransitionsTests {
  private let fixture: StoreFixture

  init() throws {
    fixture = try StoreFixture()
  }

  private func state(_ job: Job) throws -> JobState {
    try fixture.store.read { try $0.job(id: job.id) }.state
  }

  private func cancel(_ job: Job) throws {
    try fixture.store.write {
      try $0.cancel(job: job.id, reason: "no more", grace: 10, now: StoreFixture.noon)
    }
  }

  private func retry(_ job: Job) throws {
    try fixture.store.write { try $0.retry(job: job.id, now: StoreFixture.noon) }
  }

  private func run(_ end: AttemptEnd) throws -> Job {
    try fixture.end(#require(try fixture.claim()), end)
  }

  @Test func successEndsJobAttemptAndRun() throws {
    let made = try fixture.makeJob()
    let job = try run(.success)
    #expect(job.id == made.id && job.state == .succeeded && job.endedAt == StoreFixture.noon)
    #expect(job.attempts.map(\.outcome) == [.succeeded])
    #expect(try fixture.store.read { try $0.run(id: job.runId) }.status == .finished)
  }

  @Test func aLostAttemptKeepsHowItEnded() throws {
    _ = try fixture.makeJob()
    let job = try run(
      AttemptEnd(outcome: .lost, next: .queued, reason: "gone", isFailure: true, signal: 9))
    #expect(job.state == .queued && job.reason == "gone" && job.queuePosition == 1)
    #expect(job.attempts.first?.signal == 9 && job.attempts.first?.reason == "gone")
    #expect(try fixture.store.read { try $0.run(id: job.runId) }.status == .scheduled)
  }

  @Test func childrenWaitForAllTheirParents() throws {
    let first = try fixture.makeJob()
    let second = try fixture.makeJob()
    let child = try fixture.makeJob { $0.after = [first.id, second.id] }
    #expect(child.state == .blocked && child.queuePosition == nil)
    _ = try run(.success)
    #expect(try state(child) == .blocked)
    _ = try run(.success)
    #expect(try state(child) == .queued)
    let late = try fixture.makeJob { $0.after = [first.id] }
    #expect(late.state == .queued)
  }

  @Test(arguments: [JobState.failed, .canceled, .timedOut])
  func childrenOfAJobThatDidNotSucceedAreCanceled(end: JobState) throws {
    let parent = try fixture.makeJob()
    let child = try fixture.makeJob { $0.after = [parent.id] }
    let grandchild = try fixture.makeJob { $0.after = [child.id] }
    let lease = try #require(try fixture.claim())
    if end == .canceled { try cancel(parent) }
    _ = try fixture.end(lease, AttemptEnd(outcome: .failed, next: end))
    for (job, cause) in [(child, parent), (grandchild, child)] {
      let now = try fixture.store.read { try $0.job(id: job.id) }
      #expect(now.state == .canceled && now.endedAt == StoreFixture.noon)
      #expect(now.reason?.contains(cause.id) == true)
      #expect(try fixture.store.read { try $0.run(id: job.runId) }.status == .killed)
    }
  }

  @Test func aChainOfAnyLengthIsCanceledToItsEnd() throws {
    let first = try fixture.makeJob()
    let numbers =
      "WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)"
    try fixture.sql(
      """
      \(numbers) INSERT INTO runs (key, id, experiment, name, status, created_at)
      SELECT i, printf('%032x', i), 0, 'next', 'scheduled', 0 FROM n
      """)
    try fixture.sql(
      """
      \(numbers)
      INSERT INTO jobs (key, id, run, name, spec, state, priority, max_attempts, created_at)
      SELECT i, printf('%016x', i), i, 'next', '{}', 'blocked', 0, 1, 0 FROM n
      """)
    try fixture.sql("\(numbers) INSERT INTO job_dependencies (job, parent) SELECT i, i - 1 FROM n")
    try cancel(first)
    #expect(try fixture.store.read { try $0.jobCounts() } == [.canceled: 30_000])
    let runs = try fixture.sql("SELECT DISTINCT status FROM runs").map { $0["status"] as String }
    #expect(runs == ["killed"])
  }

  @Test func cancelDependsOnTheState() throws {
    let parent = try fixture.makeJob { $0.priority = 1 }
    let blocked = try fixture.makeJob { $0.after = [parent.id] }
    let queued = try fixture.makeJob()
    try cancel(blocked)
    try cancel(queued)
    #expect(try state(blocked) == .canceled && state(queued) == .canceled)
    let lease = try #require(try fixture.claim())
    try cancel(parent)
    #expect(try state(parent) == .stopping)
    try cancel(parent)
    _ = try fixture.end(lease, AttemptEnd(outcome: .canceled, next: .canceled))
    try cancel(parent)
    #expect(try state(parent) == .canceled)
  }

  @Test func impossibleTransitionsNameBothStates() throws {
    let job = try fixture.makeJob()
    #expect(throws: StoreError.impossibleTransition(job: job.id, from: .queued, to: .queued)) {
      try retry(job)
    }
    let lease = try #require(try fixture.claim())
    #expect(throws: StoreError.impossibleTransition(job: job.id, from: .running, to: .canceled)) {
      try fixture.end(lease, AttemptEnd(outcome: .canceled, next: .canceled))
    }
    _ = try fixture.end(lease, .success)
    #expect(throws: StoreError.impossibleTransition(job: job.id, from: .succeeded, to: .canceled)) {
      try cancel(job)
    }
    #expect(throws: StoreError.impossibleTransition(job: job.id, from: .succeeded, to: .queued)) {
      try retry(job)
    }
    #expect(throws: StoreError.leaseLost(job: job.id)) {
      try fixture.end(lease, .success)
    }
    #expect(throws: StoreError.notFound(kind: "job", id: "0")) {
      try fixture.store.write {
        try $0.cancel(job: "0", reason: nil, grace: 0, now: StoreFixture.noon)
      }
    }
  }

  @Test func aJobWhoseRunIsDeletedIsNotTriedAgainNorStartedFrom() throws {
    let job = try fixture.makeJob()
    try cancel(job)
    try fixture.store.write { try $0.deleteRun(id: job.runId, now: StoreFixture.noon) }
    #expect(throws: StoreError.runDeleted(id: job.runId)) { try retry(job) }
    _ = try fixture.store.write { try $0.restoreRun(id: job.runId) }
    try retry(job)

    let done = try run(.success)
    try fixture.store.write { try $0.deleteRun(id: done.runId, now: StoreFixture.noon) }
    #expect(throws: InvalidSpec.self) { try fixture.makeJob { $0.start = .job(id: done.id) } }
  }

  @Test func aRunThatAJobTakesWeightsFromIsNotDeleted() throws {
    _ = try fixture.makeJob { $0.quantizer.method = .none }
    let done = try run(.success)
    func delete() throws {
      try fixture.store.write { try $0.deleteRun(id: done.runId, now: StoreFixture.noon) }
    }
    let started = try fixture.makeJob { $0.start = .job(id: done.id) }
    #expect(
      throws: StoreError.runNeeded(id: done.runId, job: started.id, state: .queued),
      performing: delete)
    try cancel(started)
    let learner = try fixture.makeJob {
      $0.distillation = try? JobSpec(
        json: Data(
          """
          {"dataset": {"name": "fashion-mnist"}, "model": {"name": "resnet8"},
            "distillation": {"teacher": {"from": "job", "id": "\(done.id)"}}}
          """.utf8)
      ).distillation
    }
    #expect(
      throws: StoreError.runNeeded(id: done.runId, job: learner.id, state: .queued),
      performing: delete)
    try cancel(learner)
    // One that only comes after it needs nothing of it any more.
    _ = try fixture.makeJob { $0.after = [done.id] }
    try delete()
  }

  @Test func aRetriedJobCountsItsFailuresAnew() throws {
    let job = try fixture.makeJob { $0.maxAttempts = 1 }
    _ = try run(AttemptEnd(outcome: .failed, next: .failed, reason: "bad", isFailure: true))
    try retry(job)
    let again = try fixture.store.read { try $0.job(id: job.id) }
    #expect(again.state == .queued && again.reason == nil && again.endedAt == nil)
    let lease = try #require(try fixture.claim())
    #expect(lease.attempt == 2)
    let held = try fixture.store.read { try $0.heldJob(id: job.id, token: lease.token) }
    #expect(held.failures == 0)
  }

  @Test func aChildIsRetriedAfterItsParent() throws {
    let parent = try fixture.makeJob()
    let child = try fixture.makeJob { $0.after = [parent.id] }
    try cancel(parent)
    #expect(throws: StoreError.parentNotSucceeded(parent: parent.id, state: .canceled)) {
      try retry(child)
    }
    try retry(parent)
    try retry(child)
    #expect(try state(parent) == .queued && state(child) == .blocked)
    _ = try run(.success)
    #expect(try state(child) == .queued)
  }

  @Test func aJobThatComesAfterOneThatIsGoneIsNotTriedAgain() throws {
    let parent = try fixture.makeJob()
    let child = try fixture.makeJob { $0.after = [parent.id] }
    try cancel(parent)
    try fixture.sql("DELETE FROM runs WHERE id = ?", [parent.runId])
    let error = #expect(throws: InvalidSpec.self) { try retry(child) }
    #expect(error?.errors.map(\.pointer) == ["/after/0"])
  }

  @Test func weightsOfANetworkThatDoesNotFitAreRefused() throws {
    let float = try fixture.makeJob { $0.quantizer.method = .none }
    let quantized = try fixture.makeJob()
    let distillation = try JobSpec(
      json: Data(
        """
        {"dataset": {"name": "fashion-mnist"}, "model": {"name": "resnet8"},
          "distillation": {"teacher": {"from": "job", "id": "\(float.id)"}}}
        """.utf8)
    ).distillation
    func pointers(_ change: (inout JobSpec) -> Void) throws -> [String] {
      do {
        _ = try fixture.makeJob(change)
        return []
      } catch let error as InvalidSpec {
        return error.errors.map(\.pointer)
      }
    }
    #expect(try pointers { $0.start = .job(id: float.id) } == [])
    let start = ["/start/id"]
    #expect(try pointers { ($0.start, $0.model.classes) = (.job(id: float.id), 20) } == start)
    #expect(try pointers { ($0.start, $0.model.name) = (.job(id: float.id), .resnet20) } == start)
    // A teacher may be of another network, but is one of float32 with as many classes.
    #expect(try pointers { ($0.distillation, $0.model.name) = (distillation, .resnet20) } == [])
    let teacher = ["/distillation/teacher/id"]
    #expect(try pointers { ($0.distillation, $0.model.classes) = (distillation, 20) } == teacher)
    #expect(
      try pointers {
        $0.distillation = distillation
        $0.distillation?.teacher = .job(id: quantized.id)
      } == teacher)

    // A run of that job is held against its spec too.
    _ = try run(.success)
    try fixture.sql(
      """
      INSERT INTO artifacts SELECT key, '\(JobArtifact.finalCheckpoint)', 1, ?, 0
      FROM runs WHERE id = ?
      """, [String(repeating: "0", count: 64), float.runId])
    #expect(try pointers { $0.start = .run(id: float.runId) } == [])
    #expect(
      try pointers { ($0.start, $0.model.name) = (.run(id: float.runId), .vggSmall) } == start)
  }

  @Test func parentsThatCannotBeWaitedForAreNamed() throws {
    let failed = try fixture.makeJob()
    try cancel(failed)
    do {
      _ = try fixture.makeJob {
        $0.after = ["0123456789abcdef", failed.id]
        $0.start = .job(id: failed.id)
      }
      Issue.record("taken")
    } catch let error as InvalidSpec {
      #expect(error.errors.map(\.pointer) == ["/after/0", "/start/id"])
    }
    do {
      _ = try fixture.makeJob { $0.start = .run(id: failed.runId) }
      Issue.record("taken")
    } catch let error as InvalidSpec {
      #expect(error.errors.map(\.pointer) == ["/start/id"])
    }
  }
}
