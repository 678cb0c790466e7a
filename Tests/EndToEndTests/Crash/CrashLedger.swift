import Client
import Experiments
import Foundation
import Store

/// What the service acknowledged, and whether the store still has it: all of it, and once.
final class CrashLedger {
  private let data: URL
  private var jobs: [String] = []
  /// Jobs that are checked: they do not change any more.
  private var ended: [String: Job] = [:]
  /// Points acknowledged: steps 0 ..< the number.
  private var points: [(run: String, count: Int)] = []
  /// SHA-256 of the weights that every job ends with, killed or not.
  private var weights: String?

  init(data: URL) {
    self.data = data
  }

  func add(job: String) {
    jobs.append(job)
  }

  func add(points count: Int, run: String) {
    if !run.isEmpty { points.append((run, count)) }
  }

  /// Jobs that have not been seen ended.
  var openJobs: [String] { jobs.filter { ended[$0] == nil } }

  var sums: (jobs: Int, attempts: Int, resumed: Int, points: Int) {
    let attempts = ended.values.flatMap(\.attempts)
    return (
      ended.count, attempts.count, attempts.count { $0.resumedFromStep > 0 },
      points.reduce(0) { $0 + $1.count }
    )
  }

  /// Throws `CrashRun.Difference` at the first thing that is not as acknowledged.
  ///
  /// - Parameter isLast: all runs are read once more, not only those of the last rounds.
  func check(_ client: ServiceClient, isLast: Bool) async throws {
    for id in openJobs { ended[id] = try await check(job: id, client) }
    for (run, count) in isLast ? points[...] : points.suffix(6) {
      try await check(points: count, run: run, client)
    }
    try await checkCount(client)
    try checkStore()
  }

  private func check(job id: String, _ client: ServiceClient) async throws -> Job {
    let job = try await client.job(id)
    try demand(job.state == .succeeded, "job \(id) is \(job.state): \(job.reason ?? "")")
    // One attempt at a time, each begun after the one before had ended.
    for (before, after) in zip(job.attempts, job.attempts.dropFirst()) {
      let end = before.endedAt ?? .distantFuture
      try demand(end <= after.startedAt, "attempts \(before.number) and \(after.number) overlap")
    }
    try demand(
      job.attempts.map(\.number) == Array(1...job.attempts.count),
      "job \(id) has attempts \(job.attempts.map(\.number))")
    let steps = job.progress?.steps ?? 0
    let metrics = try await client.metrics(run: job.runId, keys: ["trainLoss"], maxPoints: 10_000)
    try demand(
      metrics.first?.points.map(\.step) == Array(1...max(1, steps)),
      "job \(id) has losses of steps \(metrics.first?.points.map(\.step) ?? [])")
    for series in try await client.stepSizes(run: job.runId, maxPoints: 10_000) {
      try demand(
        series.points.step == Array(0..<steps),
        "\(series.id) of job \(id) has steps \(series.points.step)")
    }
    let final = try await client.artifacts(run: job.runId)
      .first { $0.path == JobArtifact.finalCheckpoint }
    try demand(final != nil, "job \(id) has no final weights")
    weights = weights ?? final?.sha256
    try demand(final?.sha256 == weights, "job \(id) ended with other bits than the first")
    return job
  }

  private func check(points count: Int, run: String, _ client: ServiceClient) async throws {
    let series = try await client.metrics(run: run, maxPoints: 100_000).first
    let steps = series?.points.map(\.step) ?? []
    try demand(
      steps == Array(0..<steps.count) && steps.count >= count,
      "run \(run) has \(steps.count) points, \(count) acknowledged")
  }

  /// A submission that was repeated made one job.
  private func checkCount(_ client: ServiceClient) async throws {
    var (found, cursor) = (0, String?.none)
    repeat {
      let page = try await client.jobs(limit: 1000, cursor: cursor)
      (found, cursor) = (found + page.items.count, page.nextCursor)
    } while cursor != nil
    try demand(found == jobs.count, "\(found) jobs, \(jobs.count) submitted")
  }

  private func checkStore() throws {
    let file = StoreFile(DataFolder.database(in: data))
    let findings = try file.check(artifacts: DataFolder.artifacts(in: data), content: false)
      // A crash may leave a file that nothing refers to: it takes room until the next purge.
      .filter { $0.kind != .orphanFile }
    try demand(findings.isEmpty, "\(findings)")
  }

  private func demand(_ condition: Bool, _ what: @autoclosure () -> String) throws {
    if !condition { throw CrashRun.Difference(description: what()) }
  }
}
