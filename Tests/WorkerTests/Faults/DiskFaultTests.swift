import API
import Client
import Experiments
import Foundation
import Jobs
import Store
import TestSupport
import Testing

import Worker

/// Disks that take no more, on the service's side and on the worker's.
@Suite(
  .timeLimit(.minutes(3)), .enabled(if: SmallDisk.isAvailable, "mounting a small disk needs root"))
struct DiskFaultTests {
  @Test("A full disk refuses writes with a reason, loses nothing, and works again with room")
  func fullDiskOfTheStore() throws {
    let disk = try SmallDisk(megabytes: 8)
    let file = disk.url.appending(path: "staircase.sqlite")
    let store = try Store(
      path: file, migrations: Checkout.migrations)
    let run = try store.write {
      try $0.createRun(RunRequest(name: "r"), now: Date(timeIntervalSince1970: 1))
    }.id
    func log(_ step: Int) throws {
      let points = (0..<100).map {
        MetricPoint(
          key: "loss", step: step * 100 + $0, value: 1, time: Date(timeIntervalSince1970: 1))
      }
      _ = try store.write { try $0.log(metrics: points, run: run) }
    }
    try log(0)
    try disk.fill()
    var acknowledged = 1
    do {
      while acknowledged < 10_000 {
        try log(acknowledged)
        acknowledged += 1
      }
      Issue.record("the disk is never full")
    } catch StoreError.file(_, let path, let code) {
      #expect(path == file.path && code == ENOSPC)
    }
    #expect(
      try store.read { try $0.metricSeries(run: run, maxPoints: 10) }.first?.total
        == acknowledged * 100)
    try disk.clear()
    try log(acknowledged)
    try store.close()
    #expect(try StoreFile(file).check(artifacts: disk.url, content: false).isEmpty)
  }

  @Test("A backup or a restored database for which there is no room is named, and leaves nothing")
  func fullDiskOfABackup() throws {
    let disk = try SmallDisk(megabytes: 1)
    let file = try Scratch.folder().appending(path: "staircase.sqlite")
    try Store(path: file, migrations: Checkout.migrations).close()
    try disk.fill()
    let copy = disk.url.appending(path: "copy.sqlite")
    #expect(throws: StoreError.file(operation: "write", path: copy.path, code: ENOSPC)) {
      try StoreFile(file).backup(to: copy)
    }
    #expect(throws: StoreError.file(operation: "write", path: copy.path + ".part", code: ENOSPC)) {
      try StoreFile(copy).restore(from: file, migrations: Checkout.migrations, replaces: false)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: disk.url.path) == ["ballast"])
  }

  @Test("A service that cannot write answers 507; its worker trains on and delivers later")
  func fullDiskOfTheService() async throws {
    let disk = try SmallDisk(megabytes: 24)
    let live = try LiveService(dataFolder: disk.url.appending(path: "data"), leaseSeconds: 60)
    let job = try await live.client.submit(.tiny(live.dataset, epochs: 15))
    async let work: Void = live.worker().run()
    await live.points()
    try disk.fill()
    let refused = try await firstRefusal(live.client)
    #expect(refused == 507)
    try disk.clear()
    try await work
    let ended = try await live.client.job(job.id)
    #expect(ended.state == .succeeded && ended.attempts.count == 1)
    try await WorkerLoopTests.expectWhole(ended, steps: 60, live.client)
  }

  /// Makes runs until one is refused. Returns the status of the refusal.
  private func firstRefusal(_ client: ServiceClient) async throws -> Int? {
    let tag = String(repeating: "x", count: 8000)
    for _ in 0..<2000 {
      do {
        _ = try await client.createRun(RunRequest(name: "filler", tags: ["a": tag, "b": tag]))
      } catch let error as ClientError {
        return error.status
      }
    }
    return nil
  }

  @Test("A worker whose disk is full waits, says so, and goes on where it was")
  func fullDiskOfTheWorker() async throws {
    let disk = try SmallDisk(megabytes: 16)
    let live = try LiveService()
    let job = try await live.client.submit(.tiny(live.dataset, epochs: 10_000))
    let worker = live.worker(in: disk.url.appending(path: "work"))
    async let work: Void = worker.run()
    await live.points()
    try disk.fill()
    await live.event {
      if case .job(let job) = $0 { job.reason?.contains("disk") == true } else { false }
    }
    #expect(try await live.client.job(job.id).state == .running)
    try disk.clear()
    await live.event {
      if case .job(let job) = $0 { job.reason == nil && job.state == .running } else { false }
    }
    _ = try await live.client.cancel(job: job.id)
    try await work
    let ended = try await live.client.job(job.id)
    #expect(ended.state == .canceled && ended.attempts.count == 1)
    try await WorkerLoopTests.expectWhole(
      ended, steps: try #require(ended.progress).step, live.client)
  }

  @Test("A worker that is told to end while its disk is full gives its job back")
  func endWithFullDisk() async throws {
    let disk = try SmallDisk(megabytes: 16)
    let live = try LiveService()
    var spec = try JobSpec.tiny(live.dataset, epochs: 10_000)
    spec.maxAttempts = 1
    let job = try await live.client.submit(spec)
    let worker = live.worker(in: disk.url.appending(path: "work"))
    async let work: Void = worker.run()
    await live.points()
    try disk.fill()
    await live.event {
      if case .job(let job) = $0 { job.reason?.contains("disk") == true } else { false }
    }
    worker.stop()
    try await work
    let waiting = try await live.client.job(job.id)
    #expect(waiting.state == .queued && waiting.attempts.map(\.outcome) == [.canceled])
  }

  @Test("A worker without room for a job's checkpoint waits for it, and begins nothing anew")
  func fullDiskBeforeResuming() async throws {
    let disk = try SmallDisk(megabytes: 16)
    let live = try LiveService()
    let job = try await live.client.submit(.tiny(live.dataset, epochs: 10_000))
    let first = live.worker("w1")
    async let work: Void = first.run()
    await live.points()
    first.stop()
    try await work
    let second = live.worker("w2", in: disk.url.appending(path: "work"))
    // Room for the job's small files, none for its checkpoint.
    try disk.fill()
    try disk.makeRoom(bytes: 200_000)
    async let rest: Void = second.run()
    await live.event {
      if case .job(let job) = $0 { job.reason?.contains("disk") == true } else { false }
    }
    try disk.clear()
    await live.points()
    _ = try await live.client.cancel(job: job.id)
    try await rest
    let attempts = try await live.client.job(job.id).attempts
    #expect(attempts.count == 2 && (attempts.last?.resumedFromStep ?? 0) > 0)
  }

  @Test("A data folder on a read-only disk is refused, and named")
  func readOnlyFolder() throws {
    let disk = try SmallDisk(megabytes: 4)
    let data = disk.url.appending(path: "data", directoryHint: .isDirectory)
    _ = try DataFolder(data)
    try disk.makeReadOnly()
    #expect(
      throws: StoreError.file(
        operation: "create", path: data.appending(path: "lock").path, code: EROFS)
    ) { try DataFolder(data) }
  }
}
