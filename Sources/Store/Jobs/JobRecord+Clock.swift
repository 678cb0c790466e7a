import Experiments
package import Foundation
import GRDB

/// What becomes of leases and deadlines when time was lost, or set.
extension Transaction {
  /// Lets every lease run from now: after the service was away, its workers need time to say that
  /// they are alive.
  package func renewLeases(leaseSeconds: Double, now: Date) throws {
    try execute(
      "UPDATE jobs SET lease_expires_at = ? WHERE lease_token IS NOT NULL",
      [Timestamp.milliseconds(now) + Int(leaseSeconds * 1000)])
  }

  /// The clock was set by `change` seconds, forth or back: leases run from now, so that no worker
  /// loses one for that, and nothing waits longer than it would have from now on. Times that people
  /// gave stay. An attempt that runs has begun before whatever it saves from now on.
  package func clockWasSet(
    by change: Double, leaseSeconds: Double, stopSeconds: Double, longestPause: Double, now: Date
  ) throws {
    try renewLeases(leaseSeconds: leaseSeconds, now: now)
    let time = Timestamp.milliseconds(now)
    if change > 0 {
      try execute(
        "UPDATE jobs SET deadline = deadline + ? WHERE deadline IS NOT NULL",
        [Int(change * 1000)])
      return
    }
    try execute(
      "UPDATE job_attempts SET started_at = started_at + ? WHERE outcome = 'running'",
      [Int(change * 1000)])
    try execute(
      """
      UPDATE jobs SET deadline = min(deadline,
        ?1 + CASE state WHEN 'stopping' THEN ?2 ELSE timeout * 1000 END)
      WHERE deadline IS NOT NULL
      """, [time, Int(stopSeconds * 1000)])
    // A job that was tried before waits for another attempt; any other for a time that it was
    // given.
    try execute(
      """
      UPDATE jobs SET not_before = min(not_before, ?)
      WHERE state = 'queued' AND not_before IS NOT NULL AND attempt > 0
      """, [time + Int(longestPause * 1000)])
  }
}
