import Client
import Experiments
import Foundation
import Glibc
import TestSupport
import Testing

/// What must hold when processes are killed in the middle of a job.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct RecoveryTests {
  /// 96 steps: what a worker does between its deliveries is not half of them, however fast it is.
  private static func spec() throws -> JobSpec {
    try JobSpec.make(dataset: FashionMNISTSubset.make(training: 1536, test: 64), epochs: 4)
  }

  @Test("A job whose worker was killed ends with the same bits as one left alone")
  func killedWorker() async throws {
    let service = try await LiveService.start()
    defer { service.end() }
    let client = service.client
    let spec = try Self.spec()

    let calm = try await client.submit(spec)
    #expect(try await service.waitForEnd(of: calm.id).state == .succeeded)

    let disturbed = try await client.submit(spec)
    try await service.waitForPoint(past: 5, run: disturbed.runId)
    try await waitUntil {
      try await client.artifacts(run: disturbed.runId).map(\.path)
        .contains(JobArtifact.lastCheckpoint)
    }
    let worker = try #require(try await client.workers().first { $0.jobId == disturbed.id })
    kill(pid_t(worker.pid), SIGKILL)
    let ended = try await service.waitForEnd(of: disturbed.id)

    #expect(ended.state == .succeeded)
    #expect(ended.attempts.count == 2)
    #expect(ended.attempts.first?.outcome == .lost)
    #expect(ended.attempts.first?.signal == Int(SIGKILL))
    #expect((ended.attempts.last?.resumedFromStep ?? 0) > 0)
    #expect(try await finalHashes(calm.runId, client) == finalHashes(disturbed.runId, client))
    try await expectComplete(ended, client)
  }

  @Test("A killed service loses no acknowledged point, doubles none, and the job ends")
  func killedService() async throws {
    let first = try await LiveService.start()
    let job = try await first.client.submit(Self.spec())
    try await first.waitForPoint(past: 10, run: job.runId)
    let before = try await first.client.metrics(run: job.runId)
    let worker = try #require(try await first.client.workers().first)
    first.end(SIGKILL)

    let second = try await LiveService.start(folder: first.folder, port: first.url.port ?? 0)
    defer { second.end() }
    let ended = try await second.waitForEnd(of: job.id)
    #expect(ended.state == .succeeded)
    let after = try await second.client.metrics(run: job.runId)
    for series in before {
      let same = try #require(after.first { $0.key == series.key })
      #expect(Set(series.points).isSubset(of: Set(same.points)), "\(series.key)")
    }
    try await expectComplete(ended, second.client)
    // The second service has workers of its own: that of the first goes when its job has ended.
    try await waitUntil { !worker.isAlive }
  }

  @Test("A service whose terminal is closed keeps its job, which goes on where it was")
  func closedTerminal() async throws {
    // Under nohup it would not hear of that.
    let before = signal(SIGHUP, SIG_DFL)
    let first = try await LiveService.start()
    signal(SIGHUP, before)
    let job = try await first.client.submit(Self.spec())
    try await first.waitForPoint(past: 10, run: job.runId)
    #expect(first.end(SIGHUP) == 0)

    let second = try await LiveService.start(folder: first.folder)
    defer { second.end() }
    let ended = try await second.waitForEnd(of: job.id)
    #expect(ended.state == .succeeded)
    #expect(ended.attempts.map(\.outcome) == [.canceled, .succeeded])
    #expect((ended.attempts.last?.resumedFromStep ?? 0) > 10)
    try await expectComplete(ended, second.client)
  }

  /// One point of each training metric and of each quantizer for every step, none twice.
  private func expectComplete(_ job: Job, _ client: ServiceClient) async throws {
    let steps = try #require(job.progress).steps
    let metrics = try await client.metrics(run: job.runId, keys: ["trainLoss"])
    #expect(metrics.first?.points.map(\.step) == Array(1...steps))
    for series in try await client.stepSizes(run: job.runId) {
      #expect(series.points.step == Array(Set(series.points.step)).sorted(), "\(series.id)")
      #expect(series.points.step.count == steps, "\(series.id)")
    }
  }

  /// SHA-256 of each file of the final checkpoint.
  private func finalHashes(_ run: String, _ client: ServiceClient) async throws -> [String: String]
  {
    let files = try await client.artifacts(run: run).filter { $0.path.contains("final") }
    #expect(!files.isEmpty)
    return Dictionary(uniqueKeysWithValues: files.map { ($0.path, $0.sha256) })
  }
}
