import Experiments
package import Foundation
import GRDB

extension Snapshot {
  /// Whether the queue gives out no jobs.
  package func isPaused() throws -> Bool {
    try value(Bool.self, "SELECT paused FROM queue") ?? false
  }

  /// Whether a job could be claimed now.
  package func hasClaimableJob() throws -> Bool {
    try value(
      Bool.self,
      """
      SELECT EXISTS (SELECT 1 FROM jobs INDEXED BY jobs_claimable
          WHERE state = 'queued' AND not_before IS NULL)
        AND NOT (SELECT paused FROM queue)
      """) ?? false
  }

  /// Whether time has brought something to do: a lease or an attempt that ran out, or a postponed
  /// job that may be claimed.
  package func hasDueJobs(now: Date) throws -> Bool {
    try value(
      Bool.self,
      """
      SELECT EXISTS (SELECT 1 FROM jobs WHERE lease_token IS NOT NULL AND lease_expires_at < ?1)
        OR EXISTS (SELECT 1 FROM jobs WHERE deadline IS NOT NULL AND deadline < ?1)
        OR EXISTS (SELECT 1 FROM jobs INDEXED BY jobs_postponed
          WHERE state = 'queued' AND not_before IS NOT NULL AND not_before <= ?1)
      """, [Timestamp.milliseconds(now)]) ?? false
  }
}

extension Transaction {
  package func setPaused(_ paused: Bool) throws {
    try execute("UPDATE queue SET paused = ?", [paused])
  }
}
