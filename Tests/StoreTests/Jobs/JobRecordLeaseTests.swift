import Experiments
import Foundation
import Store
import Testing

@Suite struct JobRecordLeaseTests {
  private let fixture: StoreFixture
  private let job: Job
  private let lease: Lease

  init() throws {
    fixture = try StoreFixture()
    job = try fixture.makeJob()
    lease = try #require(try fixture.claim("w1", token: "first"))
  }

  private func renew(_ token: String, at seconds: Double, step: Int = 7) throws -> JobState {
    let progress = JobProgress(
      step: step, steps: 100, epoch: 0, epochs: 4, imagesPerSecond: 99, etaSeconds: 12)
    return try fixture.store.write { [job] in
      try $0.renew(
        job: job.id, Heartbeat(lease: token, progress: progress, resumedFromStep: 3),
        leaseSeconds: 30, now: StoreFixture.noon.addingTimeInterval(seconds)
      ).state
    }
  }

  private func expired(at seconds: Double) throws -> [HeldJob] {
    try fixture.store.read {
      try $0.expiredJobs(now: StoreFixture.noon.addingTimeInterval(seconds))
    }
  }

  @Test func aHeartbeatRenewsAndCarriesProgress() throws {
    #expect(try renew("first", at: 20) == .running)
    let now = try fixture.store.read { try $0.job(id: job.id) }
    #expect(now.progress?.step == 7 && now.progress?.etaSeconds == 12)
    #expect(now.attempts.first?.resumedFromStep == 3)
    #expect(try expired(at: 49).isEmpty)
    #expect(try expired(at: 51).map(\.id) == [job.id])
  }

  @Test func onlyTheLastTokenCounts() throws {
    let held = try #require(try expired(at: 31).first)
    #expect(held.worker == "w1" && held.token == "first" && !held.hasCheckpoint)
    try fixture.store.write {
      try $0.end(held, AttemptEnd(outcome: .lost, next: .queued), now: StoreFixture.noon)
    }
    let second = try #require(try fixture.claim("w2", token: "second"))
    #expect(second.attempt == 2)
    #expect(throws: StoreError.leaseLost(job: job.id)) { try renew("first", at: 32) }
    #expect(throws: StoreError.leaseLost(job: job.id)) {
      try fixture.store.write { [job] in
        try $0.store(
          batch: RecordBatch(lease: "first", sequence: 0, metrics: [.make("a", 1, 1)]),
          job: job.id, leaseSeconds: 30, now: StoreFixture.noon)
      }
    }
    #expect(throws: StoreError.leaseLost(job: job.id)) {
      try fixture.store.write {
        try $0.end(held, .success, now: StoreFixture.noon)
      }
    }
    #expect(try fixture.sql("SELECT * FROM metric_points").isEmpty)
    #expect(try renew("second", at: 32) == .running)
    #expect(try fixture.store.read { try $0.outcome(job: job.id, token: "first") } == .lost)
  }

  @Test func afterAPauseOfTheServiceLeasesRunFromNow() throws {
    try fixture.store.write {
      try $0.renewLeases(leaseSeconds: 30, now: StoreFixture.noon.addingTimeInterval(1000))
    }
    #expect(try expired(at: 1029).isEmpty && expired(at: 1031).count == 1)
    // Also when the clock was set back meanwhile.
    try fixture.store.write {
      try $0.renewLeases(leaseSeconds: 30, now: StoreFixture.noon.addingTimeInterval(-1000))
    }
    #expect(try expired(at: -969).count == 1)
  }

  @Test func unknownJobsAreNotFound() throws {
    #expect(throws: StoreError.notFound(kind: "job", id: "nope")) {
      try fixture.store.write {
        try $0.renew(
          job: "nope", Heartbeat(lease: "first", progress: nil, resumedFromStep: 0),
          leaseSeconds: 1, now: StoreFixture.noon)
      }
    }
  }
}
