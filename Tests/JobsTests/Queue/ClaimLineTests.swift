import Experiments
import Foundation
import Jobs
import Store
import Synchronization
import TestSupport
import Testing

@Suite struct ClaimLineTests {
  private let fixture: QueueFixture

  init() throws {
    fixture = try QueueFixture()
  }

  /// Waits for a job as a worker does; what it gets comes as the value of a task.
  private func wait(_ worker: String, _ seconds: Int = 30) -> (
    WaitingClaim, Task<Lease?, any Error>
  ) {
    let (answers, answer) = AsyncThrowingStream<Lease?, any Error>.makeStream()
    let claim = fixture.queue.claim(.make(worker, wait: seconds)) { result in
      answer.yield(with: result)
      answer.finish()
    }
    return (claim, Task { try await answers.first { _ in true } ?? nil })
  }

  @Test func aJobThatIsThereIsGivenAtOnce() async throws {
    let job = try fixture.submit()
    #expect(try await wait("w").1.value?.job.id == job.id)
  }

  @Test func aWaitingWorkerGetsTheJobThatComes() async throws {
    let (_, first) = wait("a")
    let (_, second) = wait("b")
    let jobs = [try fixture.submit(), try fixture.submit()]
    #expect(try await first.value?.job.id == jobs[0].id)
    #expect(try await second.value?.job.id == jobs[1].id)
  }

  @Test func whoWaitedLongEnoughGetsNothing() async throws {
    let (_, short) = wait("a", 5)
    let (_, long) = wait("b", 20)
    // The first try is over when both are known, and what followed it when a later write is.
    try await waitUntil { try fixture.queue.workers().count == 2 }
    await laterWrite()
    try fixture.advance(6)
    #expect(try await short.value == nil)
    let job = try fixture.submit()
    #expect(try await long.value?.job.id == job.id)
  }

  @Test func whoWaitsIsRegisteredOnce() async throws {
    let before = fixture.feed.lastId
    for (index, worker) in ["a", "b", "c"].enumerated() {
      _ = wait(worker)
      try await waitUntil { try fixture.queue.workers().count > index }
      await laterWrite()
    }
    var subscription: EventFeed.Subscription?
    await withCheckedContinuation { told in
      subscription = fixture.feed.subscribe({ _ in }, began: { told.resume() })
    }
    subscription?.cancel()
    var (last, workers) = (before, [String]())
    while case .entry(let entry) = fixture.feed.next(after: last) {
      last = entry.id
      if case .worker(let worker) = entry.event { workers.append(worker.id) }
    }
    #expect(workers == ["a", "b", "c"])
  }

  private func laterWrite() async {
    await withCheckedContinuation { continuation in
      fixture.store.write { _ in
      } completion: { _ in
        continuation.resume()
      }
    }
  }

  @Test func whoHasGoneIsGivenNothing() async throws {
    let (claim, _) = wait("a")
    claim.cancel()
    let (_, other) = wait("b")
    let job = try fixture.submit()
    let lease = try await other.value
    #expect(lease?.job.id == job.id)
  }

  @Test func aClaimThatTheStoreRefusesFailsAlone() async throws {
    let good = (0..<5).map { wait("w\($0)").1 }
    let (_, bad) = wait(String(repeating: "x", count: 300))
    let jobs = try (0..<5).map { _ in try fixture.submit().id }
    await #expect(throws: StoreError.self) { try await bad.value }
    var given: [String?] = []
    for worker in good { given.append(try await worker.value?.job.id) }
    #expect(Set(given) == Set(jobs))
  }

  @Test func aPostponedJobIsGivenWhenItsTimeComes() async throws {
    let job = try fixture.submit { $0.notBefore = fixture.now.addingTimeInterval(10) }
    let (_, waiting) = wait("w")
    try fixture.advance(11)
    #expect(try await waiting.value?.job.id == job.id)
  }

  @Test func manyWorkersAndJobsMeetOnceEach() async throws {
    let workers = (0..<40).map { wait("w\($0)").1 }
    let jobs = try (0..<40).map { _ in try fixture.submit().id }
    var given: [String] = []
    for worker in workers { given.append(try #require(try await worker.value).job.id) }
    #expect(given.sorted() == jobs.sorted())
  }

  @Test func theEndOfAPauseIsNoticed() async throws {
    let job = try fixture.submit()
    try fixture.queue.setPaused(true)
    let (_, waiting) = wait("w")
    try fixture.queue.setPaused(false)
    #expect(try await waiting.value?.job.id == job.id)
  }
}
