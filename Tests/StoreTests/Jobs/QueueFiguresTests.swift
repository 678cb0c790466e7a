import Experiments
import Foundation
import Store
import Testing

@Suite struct QueueFiguresTests {
  @Test func theQueueCountsItself() throws {
    let fixture = try StoreFixture()
    _ = try fixture.makeJob()
    let lease = try #require(try fixture.claim())
    _ = try fixture.end(lease, .success)
    _ = try fixture.makeJob()
    _ = try fixture.claim()
    _ = try fixture.makeJob()
    let later = StoreFixture.noon.addingTimeInterval(10)
    let figures = try fixture.store.read { try $0.queueFigures(now: later) }
    #expect(figures.jobs == [.succeeded: 1, .running: 1, .queued: 1])
    #expect(figures.ages[.queued] == 10)
    #expect(figures.attempts == [.succeeded: 1, .running: 1])
    #expect(figures.workers == 1)
    #expect(figures.busyWorkers == 1)
    #expect(figures.leases == 1)
    #expect(figures.leaseSecondsLeft == 20)
    #expect(figures.imagesPerSecond == 0)
    let sizes = fixture.store.fileSizes
    #expect(sizes.database + sizes.log > 0)
  }

  @Test func anEmptyQueueIsAllZeros() throws {
    let fixture = try StoreFixture()
    let figures = try fixture.store.read { try $0.queueFigures(now: StoreFixture.noon) }
    #expect(figures.jobs.isEmpty)
    #expect(figures.leases == 0)
    #expect(figures.leaseSecondsLeft == 0)
  }
}
