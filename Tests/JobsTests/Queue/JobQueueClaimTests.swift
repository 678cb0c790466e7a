import Experiments
import Foundation
import Jobs
import Store
import Testing

@Suite struct JobQueueClaimTests {
  private let fixture: QueueFixture

  init() throws {
    fixture = try QueueFixture()
  }

  @Test func aWorkerThatAsksAgainHasDroppedItsJob() throws {
    let job = try fixture.submit()
    let first = try #require(try fixture.claim("w"))
    let second = try #require(try fixture.claim("w"))
    #expect(second.job.id == job.id && second.attempt == 2 && second.token != first.token)
    #expect(second.job.attempts.map(\.outcome) == [.lost, .running])
    #expect(throws: StoreError.leaseLost(job: job.id)) {
      try fixture.queue.complete(
        job: job.id, Completion(lease: first.token, outcome: .succeeded))
    }
  }

  @Test func anAnswerThatIsLostCostsNoAttempt() throws {
    let job = try fixture.submit { $0.maxAttempts = 1 }
    for attempt in 1...3 {
      #expect(try #require(try fixture.claim("w")).attempt == attempt)
      try fixture.advance(1)
    }
    let lease = try #require(try fixture.claim("w"))
    try fixture.advance(1)
    try fixture.beat(lease)
    #expect(try fixture.claim("w") == nil)
    #expect(try fixture.job(job.id).state == .failed)
  }

  @Test func aWorkerThatRecordedHadItsJob() throws {
    let job = try fixture.submit { $0.maxAttempts = 1 }
    let lease = try #require(try fixture.claim("w"))
    try fixture.queue.store(records: RecordBatch(lease: lease.token, sequence: 0), job: job.id)
    #expect(try fixture.claim("w") == nil)
    #expect(try fixture.job(job.id).state == .failed)
  }

  @Test func anotherProcessUnderAnOldIdIsANewWorker() throws {
    _ = try fixture.claim("w")
    _ = try fixture.queue.setDraining(true, worker: "w")
    try fixture.advance(10)
    _ = try fixture.claim("w")
    let same = try #require(try fixture.queue.workers().first)
    #expect(same.draining && same.startedAt == QueueFixture.noon)
    var request = ClaimRequest.make("w")
    request.pid = 2
    _ = try fixture.queue.claim(request)
    let other = try #require(try fixture.queue.workers().first)
    #expect(!other.draining && other.startedAt == fixture.now && other.pid == 2)
  }
}
