import Experiments
import Foundation
import Jobs
import Store
import Synchronization
import Testing

@Suite struct JobQueueTimeTests {
  private let fixture: QueueFixture

  init() throws {
    fixture = try QueueFixture()
  }

  @Test func aSilentWorkerLosesItsJob() throws {
    let job = try fixture.submit()
    let lease = try #require(try fixture.claim("w1"))
    try fixture.advance(20)
    try fixture.beat(lease)
    try fixture.advance(30)
    #expect(try fixture.job(job.id).state == .running)
    try fixture.advance(1)
    let lost = try fixture.job(job.id)
    #expect(lost.state == .queued && lost.attempts.first?.outcome == .lost)
    #expect(lost.reason?.contains("w1") == true)
    #expect(throws: StoreError.leaseLost(job: job.id)) {
      try fixture.beat(lease)
    }
    #expect(try fixture.claim("w2")?.attempt == 2)
  }

  @Test func aWorkerThatFellSilentIsForgottenUnlessItHasAJob() throws {
    _ = try fixture.submit()
    let lease = try #require(try fixture.claim("busy"))
    #expect(try fixture.claim("idle") == nil)
    for _ in 0..<6 {
      try fixture.advance(21)
      try fixture.beat(lease)
    }
    try fixture.advance(0)
    let figures = try fixture.store.read { [now = fixture.now] in try $0.queueFigures(now: now) }
    #expect(figures.workers == 1 && figures.busyWorkers == 1)
    #expect(try fixture.queue.workers().map(\.id) == ["busy"])
  }

  @Test func anAttemptThatTakesTooLongTimesOut() throws {
    let job = try fixture.submit { $0.timeoutSeconds = 25 }
    let revoked = Mutex<[String]>([])
    fixture.queue.whenRevoked { worker in revoked.withLock { $0.append(worker) } }
    _ = try fixture.claim("w")
    try fixture.advance(25)
    #expect(try fixture.job(job.id).state == .running)
    try fixture.advance(1)
    let ended = try fixture.job(job.id)
    #expect(ended.state == .timedOut && ended.attempts.first?.outcome == .timedOut)
    #expect(revoked.withLock { $0 } == ["w"])
    #expect(try fixture.store.read { try $0.run(id: job.runId) }.status == .failed)
  }

  @Test func aWorkerThatDoesNotStopIsGivenUp() throws {
    let job = try fixture.submit()
    let revoked = Mutex<[String]>([])
    fixture.queue.whenRevoked { worker in revoked.withLock { $0.append(worker) } }
    let lease = try #require(try fixture.claim("w"))
    _ = try fixture.queue.cancel(job: job.id)
    try fixture.advance(20)
    #expect(try fixture.beat(lease) == .cancel)
    try fixture.advance(11)
    #expect(try fixture.job(job.id).state == .canceled)
    #expect(revoked.withLock { $0 } == ["w"])
  }

  @Test func aClockThatIsSetBackKeepsNobodyWaiting() throws {
    let job = try fixture.submit { $0.maxAttempts = 2 }
    let failing = try fixture.submit()
    let timed = try fixture.submit { $0.timeoutSeconds = 100 }
    let wanted = fixture.now + 50
    let later = try fixture.submit { $0.notBefore = wanted }
    _ = try #require(try fixture.claim("silent"))
    let lease = try #require(try fixture.claim("failing"))
    _ = try #require(try fixture.claim("slow"))
    _ = try fixture.queue.complete(
      job: failing.id, Completion(lease: lease.token, outcome: .failed, retryable: true))
    try fixture.advance(0.5)
    try fixture.setClock(by: -3600)
    #expect(try fixture.job(job.id).state == .running)
    // Its worker is silent from now on: its lease is no hour longer for that.
    try fixture.advance(31)
    #expect(try fixture.job(job.id).state == .queued)
    #expect(try #require(fixture.job(failing.id).notBefore) <= fixture.now + 300)
    #expect(try fixture.job(later.id).notBefore == wanted)
    #expect(try fixture.job(timed.id).attempts.first?.outcome == .lost)
  }

  @Test func aClockThatIsSetBackGivesNoAttemptMoreTime() throws {
    let timed = try fixture.submit { $0.timeoutSeconds = 100 }
    let stopped = try fixture.submit()
    let leases = try ["timed", "stopped"].map { try #require(try fixture.claim($0)) }
    _ = try fixture.queue.cancel(job: stopped.id)
    try fixture.advance(20)
    try fixture.setClock(by: -3600)
    func passes(_ seconds: Double, _ heard: ArraySlice<Lease>) throws {
      try fixture.advance(seconds)
      for lease in heard {
        try fixture.beat(lease)
      }
    }
    // Each has its whole time again, and no more.
    try passes(20, leases[...])
    try passes(10, leases[...])
    #expect(try fixture.job(stopped.id).state == .stopping)
    try passes(1, leases[..<1])
    #expect(try fixture.job(stopped.id).state == .canceled)
    for seconds in [23.0, 23, 23] { try passes(seconds, leases[..<1]) }
    #expect(try fixture.job(timed.id).state == .running)
    try fixture.advance(1)
    #expect(try fixture.job(timed.id).state == .timedOut)
  }

  @Test func aCheckpointCountsAlsoAfterTheClockWasSetBack() throws {
    let job = try fixture.submit { $0.maxAttempts = 1 }
    let lease = try #require(try fixture.claim("w"))
    try fixture.advance(1)
    try fixture.setClock(by: -3600)
    try fixture.saveCheckpoint(lease)
    try fixture.queue.workerLost(id: "w", signal: 9)
    #expect(try fixture.job(job.id).state == .queued)
  }

  @Test func manyPostponedJobsAreLetGoInSeveralWrites() throws {
    let time = fixture.now + 1
    var spec = try JobSpec.defaults(dataset: .fashionMNIST, model: .resnet8)
    spec.notBefore = time
    let job = NewJob(spec: spec)
    func submit501() throws {
      try fixture.store.write { transaction in
        for _ in 0..<501 { _ = try transaction.insert(job: job, now: QueueFixture.noon) }
      }
    }
    try submit501()
    #expect(try fixture.store.write { try $0.releasePostponed(now: time) })
    #expect(try fixture.store.write { try !$0.releasePostponed(now: time) })
    try submit501()
    try fixture.advance(1)
    #expect(try !fixture.store.read { try $0.hasDueJobs(now: time) })
    #expect(try fixture.queue.status().jobs["queued"] == 1002)
  }

  @Test func aClockThatIsSetForthCostsNobodyALease() throws {
    let job = try fixture.submit { $0.timeoutSeconds = 100 }
    let lease = try #require(try fixture.claim("w"))
    try fixture.advance(1)
    try fixture.setClock(by: 3600)
    for _ in 0..<4 {
      #expect(try fixture.beat(lease) == .continue)
      try fixture.advance(24)
    }
    #expect(try fixture.job(job.id).state == .running)
    try fixture.beat(lease)
    try fixture.advance(4)
    #expect(try fixture.job(job.id).state == .timedOut)
  }

  @Test func aServiceThatStoodStillHoldsNothingAgainstItsWorkers() throws {
    let job = try fixture.submit()
    let lease = try #require(try fixture.claim("w"))
    try fixture.advance(1)
    fixture.stall(60)
    try fixture.advance(1)
    #expect(try fixture.job(job.id).state == .running)
    #expect(try fixture.beat(lease) == .continue)
    try fixture.advance(31)
    #expect(try fixture.job(job.id).state == .queued)
  }

  @Test func aServiceThatCannotWriteHoldsNothingAgainstItsWorkers() throws {
    let job = try fixture.submit()
    let lease = try #require(try fixture.claim("w"))
    try fixture.advance(25)
    try fixture.whileLocked {
      #expect(throws: StoreError.self) { try fixture.beat(lease) }
    }
    try fixture.advance(30)
    #expect(try fixture.job(job.id).state == .running)
    try fixture.advance(2)
    #expect(try fixture.job(job.id).state == .queued)
  }

  @Test func aClockThatIsSetWhileNothingCanBeWrittenIsFollowedLater() throws {
    let job = try fixture.submit { $0.timeoutSeconds = 100 }
    _ = try #require(try fixture.claim("w"))
    try fixture.advance(1)
    try fixture.whileLocked {
      #expect(throws: StoreError.self) { try fixture.setClock(by: 3600) }
    }
    try fixture.advance(3)
    #expect(try fixture.job(job.id).state == .running)
  }

  @Test func leasesOutliveTheService() throws {
    let job = try fixture.submit()
    let lease = try #require(try fixture.claim("w"))
    // Another service on the same data, ten minutes later.
    let later = fixture.now.addingTimeInterval(600)
    let store = try QueueFixture.open(fixture.folder)
    let queue = JobQueue(store: store, events: EventFeed(), clock: { later })
    try queue.start()
    try queue.tick()
    let beat = Heartbeat(lease: lease.token, progress: nil, resumedFromStep: 0)
    #expect(try queue.heartbeat(job: job.id, beat).command == .continue)
    let word = Completion(lease: lease.token, outcome: .succeeded)
    #expect(try queue.complete(job: job.id, word).state == .succeeded)
    try store.close()
  }

  @Test func childrenFollowTheirParentsEnd() throws {
    let parent = try fixture.submit { $0.maxAttempts = 1 }
    let child = try fixture.submit { $0.after = [parent.id] }
    _ = try fixture.claim("w")
    try fixture.advance(31)
    #expect(try fixture.job(parent.id).state == .failed)
    let canceled = try fixture.job(child.id)
    #expect(canceled.state == .canceled && canceled.reason?.contains(parent.id) == true)
  }
}
