import API
import Client
import Experiments
import Foundation
import Jobs
import TestSupport
import Testing

import Worker

/// Records on their way over a network that loses answers, and to a service that comes and goes.
@Suite(.timeLimit(.minutes(5)))
struct JobDeliveryTests {
  @Test(
    "Where answers are lost after the write, everything is still stored once",
    arguments: [2, 3])
  func lostAnswers(_ period: Int) async throws {
    let folder = try TemporaryFolder()
    let dataset = try TinyDataset.make(in: folder.url)
    let flaky = try FlakyService(folder, losingEvery: period)
    let job = try flaky.queue.submit(.tiny(dataset, epochs: 10))
    try await LiveService.worker(of: flaky.url, in: folder.file("work")).run()
    #expect(flaky.losses > 0)
    let client = ServiceClient(server: flaky.url)
    let ended = try flaky.queue.job(id: job.id)
    #expect(ended.state == .succeeded)
    #expect(ended.attempts.count == 1)
    try await WorkerLoopTests.expectWhole(ended, steps: 40, client)
    // Log lines have no key of their own: only the number of their batch keeps them single.
    let log = try await client.log(job: job.id)
    let lines = log.split(separator: "\n")
    #expect(lines.count { $0.contains("attempt 1 on w1, 1 thread, instructions ") } == 1)
    #expect(Set(lines).count == lines.count)
  }

  @Test("While the service is away the worker trains on, and delivers when it is back")
  func serviceComesBack() async throws {
    let live = try LiveService(leaseSeconds: 30)
    let job = try await live.client.submit(.tiny(live.dataset, epochs: 20))
    async let work: Void = live.worker().run()
    await live.points()
    let port = try #require(live.service.url.port)
    try await live.service.stop(within: .seconds(1))
    let again = try LiveService(folder: live.folder, port: UInt16(port), leaseSeconds: 30)
    try await work
    let ended = try await again.client.job(job.id)
    #expect(ended.state == .succeeded)
    #expect(ended.attempts.count == 1)
    try await WorkerLoopTests.expectWhole(ended, steps: 80, again.client)
  }

  @Test("A worker that is told to end while the service is away ends all the same")
  func shutdownWithoutService() async throws {
    let live = try LiveService(leaseSeconds: 30)
    let job = try await live.client.submit(.tiny(live.dataset, epochs: 10_000))
    let worker = live.worker()
    async let work: Void = worker.run()
    await live.points()
    try await live.service.stop(within: .seconds(1))
    worker.stop()
    try await work
    // The job is the service's to give out again.
    let again = try LiveService(folder: live.folder, leaseSeconds: 30)
    #expect(try await again.client.job(job.id).state == .running)
  }
}
