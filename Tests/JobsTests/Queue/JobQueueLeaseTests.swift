import Experiments
import Foundation
import Jobs
import Store
import Testing

@Suite struct JobQueueLeaseTests {
  private let fixture: QueueFixture

  init() throws {
    fixture = try QueueFixture()
  }

  private func complete(
    _ lease: Lease, _ outcome: Completion.Outcome, reason: String? = nil, retryable: Bool = false
  ) throws -> Job {
    try fixture.queue.complete(
      job: lease.job.id,
      Completion(lease: lease.token, outcome: outcome, reason: reason, retryable: retryable))
  }

  @Test func theSameLastWordAgainChangesNothing() throws {
    _ = try fixture.submit()
    let lease = try #require(try fixture.claim())
    let first = try complete(lease, .succeeded)
    #expect(first.state == .succeeded)
    #expect(try complete(lease, .succeeded) == first)
    #expect(throws: StoreError.leaseLost(job: lease.job.id)) { try complete(lease, .failed) }
  }

  @Test func aFailureWaitsLongerEachTimeUntilTheLast() throws {
    let job = try fixture.submit { $0.maxAttempts = 3 }
    for pause in [1.0, 2.0] {
      let lease = try #require(try fixture.claim())
      let failed = try complete(lease, .failed, reason: "disk full", retryable: true)
      #expect(failed.state == .queued && failed.reason == "disk full")
      #expect(failed.notBefore == fixture.now.addingTimeInterval(pause))
      #expect(try fixture.claim() == nil)
      try fixture.advance(pause)
      #expect(try fixture.job(job.id).notBefore == nil)
    }
    let last = try complete(#require(try fixture.claim()), .failed, retryable: true)
    #expect(last.state == .failed && last.attempts.map(\.outcome) == [.failed, .failed, .failed])
    #expect(try fixture.queue.retry(job: job.id).state == .queued)
  }

  @Test func whatCannotGetBetterIsNotTriedAgain() throws {
    _ = try fixture.submit()
    let failed = try complete(#require(try fixture.claim()), .failed, reason: "bad spec")
    #expect(failed.state == .failed && failed.reason == "bad spec")
  }

  @Test func aWorkerThatIsToldToEndGivesItsJobBack() throws {
    _ = try fixture.submit { $0.maxAttempts = 1 }
    for attempt in 1...3 {
      let lease = try #require(try fixture.claim())
      #expect(lease.attempt == attempt)
      #expect(try complete(lease, .canceled).state == .queued)
    }
  }

  @Test func aJobThatIsStoppedIsCanceledWhateverItsWorkerSays() throws {
    for outcome in Completion.Outcome.allCases {
      let job = try fixture.submit()
      let lease = try #require(try fixture.claim())
      _ = try fixture.queue.cancel(job: job.id)
      #expect(try complete(lease, outcome, retryable: true).state == .canceled)
    }
  }

  @Test func recordsAreStoredOnceAndTold() async throws {
    let job = try fixture.submit()
    let lease = try #require(try fixture.claim())
    let point = MetricPoint(key: "loss", step: 1, value: 2, time: fixture.now)
    let batch = RecordBatch(
      lease: lease.token, sequence: 0, metrics: [point],
      log: [LogLine(time: fixture.now, text: "hello")])
    let (events, told) = AsyncStream<Event>.makeStream()
    let subscription = fixture.feed.subscribe { told.yield($0.event) }
    try fixture.queue.store(records: batch, job: job.id)
    try fixture.queue.store(records: batch, job: job.id)
    _ = try complete(lease, .succeeded)
    var kinds: [String] = []
    for await event in events {
      kinds.append(event.kind)
      if case .job(let job) = event, job.state == .succeeded { break }
    }
    #expect(kinds == ["points", "log", "job"])
    subscription.cancel()
  }

  @Test func whyAWorkerWaitsIsTheReasonOfItsJob() throws {
    let job = try fixture.submit()
    let lease = try #require(try fixture.claim("w"))
    func beat(_ paused: String?) throws -> String? {
      try fixture.beat(lease, paused: paused)
      return try fixture.job(job.id).reason
    }
    #expect(try beat("the disk is full") == "the disk is full")
    #expect(try beat(nil) == nil)
  }
}
