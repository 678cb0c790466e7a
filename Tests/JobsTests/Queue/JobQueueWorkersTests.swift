import Experiments
import Jobs
import Store
import Testing

@Suite struct JobQueueWorkersTests {
  private let fixture: QueueFixture

  init() throws {
    fixture = try QueueFixture()
  }

  @Test func workersAreListedWithTheirJobs() throws {
    let job = try fixture.submit()
    _ = try fixture.claim("a")
    _ = try fixture.claim("b")
    #expect(try fixture.queue.workers().map(\.id) == ["a", "b"])
    #expect(try fixture.queue.workers().map(\.jobId) == [job.id, nil])
    try fixture.advance(121)
    #expect(try fixture.queue.workers().isEmpty)
  }

  @Test func aDrainedWorkerHearsOfItAndIsGivenNothing() throws {
    let job = try fixture.submit()
    _ = try fixture.submit()
    let lease = try #require(try fixture.claim("w"))
    #expect(try fixture.queue.setDraining(true, worker: "w").draining)
    #expect(try fixture.beat(lease) == .drain)
    _ = try fixture.queue.complete(
      job: job.id, Completion(lease: lease.token, outcome: .succeeded))
    #expect(try fixture.claim("w") == nil)
    #expect(try !fixture.queue.setDraining(false, worker: "w").draining)
    #expect(try fixture.claim("w") != nil)
    #expect(throws: StoreError.notFound(kind: "worker", id: "x")) {
      try fixture.queue.setDraining(true, worker: "x")
    }
  }

  @Test func aDeadWorkerLosesItsJobAtOnce() throws {
    let job = try fixture.submit()
    _ = try fixture.claim("w1")
    try fixture.queue.workerLost(id: "w1", signal: 9)
    let lost = try fixture.job(job.id)
    #expect(lost.state == .queued && lost.attempts.first?.signal == 9)
    #expect(lost.reason == "worker w1 was ended by signal 9")
    #expect(try fixture.queue.workers().isEmpty)
    _ = try fixture.claim("w2")
    try fixture.queue.workerLost(id: "w2", exitCode: 3)
    #expect(try fixture.job(job.id).attempts.last?.exitCode == 3)
  }

  @Test func aJobThatKillsItsWorkersComesToAnEnd() throws {
    let job = try fixture.submit { $0.maxAttempts = 2 }
    for worker in ["a", "b"] {
      _ = try #require(try fixture.claim(worker))
      try fixture.queue.workerLost(id: worker, signal: 11)
    }
    #expect(try fixture.job(job.id).state == .failed)
  }

  @Test func anAttemptThatSavedACheckpointIsNoFailure() throws {
    let job = try fixture.submit { $0.maxAttempts = 1 }
    for worker in ["a", "b", "c"] {
      let lease = try #require(try fixture.claim(worker))
      try fixture.saveCheckpoint(lease)
      try fixture.queue.workerLost(id: worker, signal: 9)
      #expect(try fixture.job(job.id).state == .queued)
      try fixture.advance(1)
    }
    // This one saves none: the one from before is no merit of its own.
    _ = try #require(try fixture.claim("d"))
    try fixture.queue.workerLost(id: "d", signal: 9)
    #expect(try fixture.job(job.id).state == .failed)
  }

  @Test func aWorkerThatWasAskedToEndIsNoFailure() throws {
    let job = try fixture.submit { $0.maxAttempts = 1 }
    _ = try fixture.claim("a")
    try fixture.queue.workerLost(id: "a", signal: 15, wasAsked: true)
    #expect(try fixture.job(job.id).state == .queued)
  }

  @Test func aWorkerThatDiesWhileStoppingLeavesACanceledJob() throws {
    let job = try fixture.submit()
    _ = try fixture.claim("w")
    _ = try fixture.queue.cancel(job: job.id)
    try fixture.queue.workerLost(id: "w", signal: 9)
    #expect(try fixture.job(job.id).state == .canceled)
  }
}
