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
    let page = try fixture.store.read { try $0.jobs() }
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
    #expect(lease.leaseSeconds == 30 && lease.resumeFrom == nil && lease.startRunId == nil)
    #expect(lease.job.state == .running && lease.job.startedAt == StoreFixture.noon)
    #expect(lease.job.attempts.map(\.worker) == ["w1"])
    #expect(lease.job.attempts.first?.outcome == .running)
    #expect(lease.job.queuePosition == nil)
    #expect(try fixture.store.read { try $0.run(id: job.runId) }.status == .running)
    #expect(try fixture.claim("w2") == nil)
  }

  @Test func postponedJobsWaitForTheirTime() throws {
    let time = StoreFixture.noon.addingTimeInterval(60)
    let spec = try JobSpec.defaults(dataset: .fashionMNIST, model: .resnet8)
    let job = try fixture.store.write {
      try $0.create(job: NewJob(spec: spec, notBefore: time), now: StoreFixture.noon)
    }
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
    _ = try fixture.end(lease, AttemptEnd(outcome: .succeeded, next: .succeeded))
    let child = try fixture.makeJob {
      $0.start = .job(id: parent.id)
      $0.after = [parent.id]
    }
    let artifacts = ArtifactStore(folder: fixture.folder, store: fixture.store)
    let first = try #require(try fixture.claim())
    #expect(first.job.id == child.id && first.startRunId == parent.runId)
    #expect(first.resumeFrom == nil)
    let sink = try artifacts.create(
      run: child.runId, path: JobArtifact.lastCheckpoint, lease: first.token)
    try sink.write(Data("weights".utf8))
    _ = try sink.commit()
    _ = try fixture.end(first, AttemptEnd(outcome: .lost, next: .queued))
    let second = try #require(try fixture.claim())
    #expect(second.attempt == 2 && second.resumeFrom == JobArtifact.lastCheckpoint)
  }

  @Test func theClaimWalksItsIndexAndSortsNothing() throws {
    let plan = try fixture.sql(
      """
      EXPLAIN QUERY PLAN SELECT key FROM jobs INDEXED BY jobs_claimable
      WHERE state = 'queued' AND not_before IS NULL ORDER BY priority DESC, key LIMIT 1
      """
    ).map { $0["detail"] as String }
    #expect(plan == ["SCAN jobs USING INDEX jobs_claimable"])
  }
}
