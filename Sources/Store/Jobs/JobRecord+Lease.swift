package import Experiments
package import Foundation
import GRDB

/// A job that a worker holds, as the decision about its end needs it.
package struct HeldJob: Hashable, Sendable {
  var key: Int64
  var run: Int64
  package var id: String
  package var state: JobState
  package var token: String
  package var worker: String
  package var attempt: Int
  /// Attempts before this one that count against `maxAttempts`.
  package var failures: Int
  package var maxAttempts: Int
  /// Whether this attempt has saved a checkpoint, so that its work is not all lost.
  package var hasCheckpoint: Bool
  /// Whether the worker has said anything under this lease.
  package var wasHeard: Bool
}

extension Snapshot {
  private static let held = """
    SELECT jobs.*, EXISTS (SELECT 1 FROM artifacts JOIN job_attempts AS attempts
      ON attempts.job = jobs.key AND attempts.number = jobs.attempt
      WHERE artifacts.run = jobs.run AND artifacts.path = '\(JobArtifact.lastCheckpoint)'
        AND artifacts.created_at >= attempts.started_at) AS has_checkpoint,
      EXISTS (SELECT 1 FROM record_batches AS batches
        WHERE batches.job = jobs.key AND batches.attempt = jobs.attempt)
      OR NOT EXISTS (SELECT 1 FROM workers JOIN job_attempts AS attempts
        ON attempts.job = jobs.key AND attempts.number = jobs.attempt
        WHERE workers.id = jobs.worker AND workers.last_seen_at = attempts.started_at) AS was_heard
    FROM jobs
    """

  /// The job under this lease. Throws `.leaseLost`, or `.notFound` if there is no such job.
  package func heldJob(id: String, token: String) throws -> HeldJob {
    let row = try row("\(Self.held) WHERE id = ? AND lease_token = ?", [id, token])
    if let row { return try Self.heldJob(row) }
    throw try leaseError(id: id)
  }

  /// The jobs whose lease has run out.
  package func expiredJobs(now: Date) throws -> [HeldJob] {
    try rows(
      "\(Self.held) INDEXED BY jobs_leased WHERE lease_token IS NOT NULL "
        + "AND lease_expires_at < ? ORDER BY key",
      [Timestamp.milliseconds(now)]
    ).map(Self.heldJob)
  }

  /// The jobs whose attempt, or whose stopping, takes too long.
  package func overdueJobs(now: Date) throws -> [HeldJob] {
    try rows(
      "\(Self.held) INDEXED BY jobs_deadlines WHERE deadline IS NOT NULL AND deadline < ? "
        + "ORDER BY key",
      [Timestamp.milliseconds(now)]
    ).map(Self.heldJob)
  }

  /// The jobs that a worker holds: one, but for a worker that claims again without a last word.
  package func heldJobs(worker: String) throws -> [HeldJob] {
    try rows("\(Self.held) WHERE worker = ? ORDER BY key", [worker]).map(Self.heldJob)
  }

  /// Why no job is held under a lease: it is another's, or there is no such job.
  func leaseError(id: String) throws -> any Error {
    let exists = try value(Bool.self, "SELECT EXISTS (SELECT 1 FROM jobs WHERE id = ?)", [id])
    return exists == true
      ? StoreError.leaseLost(job: id) : StoreError.notFound(kind: "job", id: id)
  }

  private static func heldJob(_ row: Row) throws -> HeldJob {
    HeldJob(
      key: row["key"], run: row["run"], id: row["id"], state: try row.word("state"),
      token: row["lease_token"], worker: row["worker"], attempt: row["attempt"],
      failures: row["failures"], maxAttempts: row["max_attempts"],
      hasCheckpoint: row["has_checkpoint"], wasHeard: row["was_heard"])
  }
}

extension Transaction {
  /// Renews a lease, with what the worker says of its progress. Returns the state of the job, and
  /// whether the worker is drained. Throws `.leaseLost` or `.notFound`.
  package func renew(
    job id: String, _ heartbeat: Heartbeat, leaseSeconds: Double, now: Date
  ) throws -> (state: JobState, isDraining: Bool) {
    let expiry = Timestamp.milliseconds(now) + Int(leaseSeconds * 1000)
    let renewed = try row(
      """
      UPDATE jobs SET lease_expires_at = ? WHERE id = ? AND lease_token = ?
      RETURNING key, state, attempt, worker,
        EXISTS (SELECT 1 FROM workers WHERE id = jobs.worker AND draining) AS draining
      """, [expiry, id, heartbeat.lease])
    guard let renewed else { throw try leaseError(id: id) }
    let key: Int64 = renewed["key"]
    if let progress = heartbeat.progress { try set(progress: progress, job: key) }
    try execute(
      "UPDATE jobs SET reason = ?1 WHERE key = ?2 AND state = 'running' AND reason IS NOT ?1",
      [heartbeat.paused, key])
    try execute(
      "UPDATE job_attempts SET resumed_from_step = ?1 WHERE job = ?2 AND number = ?3 "
        + "AND resumed_from_step <> ?1",
      [heartbeat.resumedFromStep, key, renewed["attempt"] as Int])
    try markSeen(worker: renewed["worker"], now: now)
    markChanged(job: key)
    return (try renewed.word("state"), renewed["draining"])
  }

  private func set(progress: JobProgress, job key: Int64) throws {
    try execute(
      """
      UPDATE jobs SET step = ?, steps = ?, epoch = ?, epochs = ?, images_per_second = ?,
        eta_seconds = ? WHERE key = ?
      """,
      [
        progress.step, progress.steps, progress.epoch, progress.epochs,
        // The speed before the first step is no number.
        progress.imagesPerSecond.isFinite ? progress.imagesPerSecond : 0, progress.etaSeconds, key,
      ])
  }
}
