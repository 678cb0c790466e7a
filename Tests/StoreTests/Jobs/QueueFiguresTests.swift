import Experiments
import Foundation
import Store
import Testing

@Suite struct QueueFiguresTests {
  @Test func theQueueCountsItself() throws {
    let fixture = try StoreFixture()
    func begin(_ worker: String, after seconds: Double = 0, imagesPerSecond: Double) throws -> Lease
    {
      let now = StoreFixture.noon + seconds
      _ = try fixture.makeJob()
      let lease = try #require(try fixture.claim(worker, now: now))
      let progress = JobProgress(
        step: 1, steps: 2, epoch: 0, epochs: 1, imagesPerSecond: imagesPerSecond, etaSeconds: nil)
      _ = try fixture.store.write {
        try $0.renew(
          job: lease.job.id,
          Heartbeat(lease: lease.token, progress: progress, resumedFromStep: 0),
          leaseSeconds: 30, now: now)
      }
      return lease
    }
    _ = try fixture.end(begin("a", imagesPerSecond: 1000), .success)
    _ = try begin("a", imagesPerSecond: 50)
    _ = try begin("b", after: 5, imagesPerSecond: 25)
    #expect(try fixture.claim("idle") == nil)
    _ = try fixture.makeJob()
    let later = StoreFixture.noon + 10
    let figures = try fixture.store.read { try $0.queueFigures(now: later) }
    #expect(figures.jobs == [.succeeded: 1, .running: 2, .queued: 1])
    #expect(figures.ages[.queued] == 10)
    #expect(figures.attempts == [.succeeded: 1, .running: 2])
    #expect(figures.workers == 3)
    #expect(figures.busyWorkers == 2)
    #expect(figures.leases == 2)
    #expect(figures.leaseSecondsLeft == 20)
    #expect(figures.imagesPerSecond == 75)
    #expect(!figures.isPaused)
    try fixture.store.write { try $0.setPaused(true) }
    #expect(try fixture.store.read { try $0.queueFigures(now: later) }.isPaused)
    let sizes = fixture.store.fileSizes
    #expect(sizes.database + sizes.log > 0)
    #expect(try #require(fixture.store.availableBytes) > 0)
  }

  @Test func anEmptyQueueIsAllZeros() throws {
    let fixture = try StoreFixture()
    let figures = try fixture.store.read { try $0.queueFigures(now: StoreFixture.noon) }
    #expect(figures.jobs.isEmpty)
    #expect(figures.leases == 0)
    #expect(figures.leaseSecondsLeft == 0)
  }
}
