import Experiments
import GRDB

extension Snapshot {
  /// The place in the queue, from 1; nil unless the job could be claimed now.
  func queuePosition(_ row: Row) throws -> Int? {
    guard row["state"] == JobState.queued.rawValue, row["not_before"] == nil else { return nil }
    let priority: Int = row["priority"]
    // Two ranges of the index `jobs_claimable`: one comparison of (priority DESC, key) is none.
    return try value(
      Int.self,
      """
      SELECT
        (SELECT count(*) FROM jobs INDEXED BY jobs_claimable
          WHERE state = 'queued' AND not_before IS NULL AND priority > ?1) +
        (SELECT count(*) FROM jobs INDEXED BY jobs_claimable
          WHERE state = 'queued' AND not_before IS NULL AND priority = ?1 AND key <= ?2)
      """, [priority, row["key"] as Int64])
  }

  /// The places of several queued jobs, by key, in one walk along the queue.
  func queuePositions(keys: [Int64]) throws -> [Int64: Int] {
    if keys.isEmpty { return [:] }
    let rows = try rows(
      """
      SELECT key, position FROM (
        SELECT key, row_number() OVER (ORDER BY priority DESC, key) AS position
        FROM jobs INDEXED BY jobs_claimable WHERE state = 'queued' AND not_before IS NULL)
      WHERE key IN (SELECT value FROM json_each(?))
      """, [try JSONText.encode(keys)])
    return Dictionary(uniqueKeysWithValues: rows.map { ($0["key"], $0["position"]) })
  }
}
