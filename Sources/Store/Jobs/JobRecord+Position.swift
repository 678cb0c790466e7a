import Experiments
import GRDB

extension Snapshot {
  /// The place in the queue, from 1; nil unless the job could be claimed now.
  ///
  /// The table `queue_blocks` counts the waiting jobs by priority and in blocks of 256 keys, so the
  /// cost is that of the blocks before the job's own, and of a walk through that one.
  func queuePosition(_ row: Row) throws -> Int? {
    guard row["state"] == JobState.queued.rawValue, row["not_before"] == nil else { return nil }
    return try value(
      Int.self,
      """
      SELECT
        (SELECT coalesce(sum(jobs), 0) FROM queue_blocks WHERE priority > ?1) +
        (SELECT coalesce(sum(jobs), 0) FROM queue_blocks
          WHERE priority = ?1 AND block < ?2 >> 8) +
        (SELECT count(*) FROM jobs INDEXED BY jobs_claimable
          WHERE state = 'queued' AND not_before IS NULL AND priority = ?1
            AND key BETWEEN (?2 >> 8) << 8 AND ?2)
      """, [row["priority"] as Int, row["key"] as Int64])
  }

  /// What the jobs that run and those that ran lately say of when others will start.
  func forecast() throws -> QueueForecast {
    let workers = try rows(
      """
      SELECT CASE WHEN jobs.key IS NULL THEN 0.0 ELSE jobs.eta_seconds END AS busy
      FROM workers LEFT JOIN jobs ON jobs.worker = workers.id
      WHERE NOT workers.draining AND NOT (SELECT paused FROM queue)
        AND workers.last_seen_at >= (SELECT max(last_seen_at) FROM workers) - 120000
      """
    ).map { $0["busy"] as Double? }
    let typical = try value(
      Double.self,
      """
      SELECT avg(duration) / 1000 FROM (SELECT ended_at - started_at AS duration FROM jobs
        WHERE state = 'succeeded' ORDER BY key DESC LIMIT 20)
      """)
    return QueueForecast(busySeconds: workers, typicalSeconds: typical)
  }
}
