package import Experiments
package import Foundation
import GRDB

extension Transaction {
  /// Takes `:worker`, `:token`, `:now` and `:expiry`, in milliseconds since 1970.
  package static let claim = """
    UPDATE jobs SET state = 'running', attempt = attempt + 1, worker = :worker,
      lease_token = :token, lease_expires_at = :expiry, deadline = :now + timeout * 1000,
      reason = NULL, started_at = coalesce(started_at, :now)
    WHERE key = (SELECT key FROM jobs INDEXED BY jobs_claimable
        WHERE state = 'queued' AND not_before IS NULL
          AND needs_threads <= (SELECT threads FROM workers WHERE id = :worker)
          AND needs_memory <= (SELECT memory FROM workers WHERE id = :worker)
          AND needs_instructions <= (SELECT instructions FROM workers WHERE id = :worker)
        ORDER BY priority DESC, key LIMIT 1)
      AND NOT (SELECT paused FROM queue)
      AND NOT EXISTS (SELECT 1 FROM workers WHERE id = :worker AND draining)
    RETURNING key, run, attempt
    """

  /// Leases the next job to a worker that was registered: highest priority first, then oldest, of
  /// those that ask for no more than it has. nil if there is none, the queue is paused or the
  /// worker is draining.
  ///
  /// One UPDATE that walks the index `jobs_claimable`, whatever the length of the queue. A job
  /// whose weights are gone is failed, and the next one is tried.
  package func claim(
    for worker: String, token: String, leaseSeconds: Double, now: Date
  ) throws -> Lease? {
    try releasePostponed(now: now)
    let time = Timestamp.milliseconds(now)
    var token = token
    while true {
      let claimed = try row(
        Self.claim,
        [
          "worker": worker, "token": token, "now": time,
          "expiry": time + Int(leaseSeconds * 1000),
        ])
      guard let claimed else { return nil }
      let key: Int64 = claimed["key"]
      let attempt: Int = claimed["attempt"]
      try begin(attempt: attempt, job: key, token: token, worker: worker, now: now)
      try setStatus(.running, run: claimed["run"], now: now)
      markChanged(job: key)
      markChanged(worker: worker)
      let job = try job(key: key)
      guard let missing = try missingWeights(of: job.spec).first else {
        return try lease(
          job: job, token: token, attempt: attempt, leaseSeconds: leaseSeconds,
          run: claimed["run"])
      }
      // It would train from random weights, or without its teacher.
      let end = AttemptEnd(
        outcome: .failed, next: .failed, reason: "\(missing.pointer): \(missing.detail)")
      try self.end(heldJob(id: job.id, token: token), end, now: now)
      // Each attempt has its own.
      token = Identifier.lease()
    }
  }

  /// So many postponed jobs are let go by one write at most.
  private static let releaseLimit = 500

  /// Lets the postponed jobs whose time has come be claimed, or the first 500 of them. Returns
  /// whether there may be more.
  @discardableResult
  package func releasePostponed(now: Date) throws -> Bool {
    let released = try rows(
      """
      UPDATE jobs SET not_before = NULL WHERE key IN (
        SELECT key FROM jobs INDEXED BY jobs_postponed
        WHERE state = 'queued' AND not_before IS NOT NULL AND not_before <= ?
        ORDER BY not_before LIMIT ?) RETURNING key
      """, [Timestamp.milliseconds(now), Self.releaseLimit])
    for row in released { markChanged(job: row["key"]) }
    return released.count == Self.releaseLimit
  }

  private func lease(
    job: Job, token: String, attempt: Int, leaseSeconds: Double, run: Int64
  ) throws -> Lease {
    let checkpoints = try [JobArtifact.lastCheckpoint, JobArtifact.previousCheckpoint]
      .compactMap { try artifact(run: run, path: $0) }
    return Lease(
      job: job, token: token, attempt: attempt, leaseSeconds: leaseSeconds,
      resumeFrom: checkpoints, startRunId: try weightsRun(of: job.spec.start),
      teacherRunId: try weightsRun(of: job.spec.distillation?.teacher))
  }
}
