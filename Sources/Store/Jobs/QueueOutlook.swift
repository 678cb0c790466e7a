import Experiments
import GRDB

/// Finds the places of jobs in the queue, from 1, and when they will start. What one job had read
/// serves all others of the same read.
///
/// The table `queue_blocks` counts the waiting jobs by priority and in blocks of 256 keys, so the
/// cost of a place is that of the blocks before the job's own, and of a walk through that one.
struct QueueOutlook {
  private struct BlockID: Hashable {
    var priority: Int
    var number: Int64
  }

  private struct Block {
    /// Jobs that are claimed before those of the block.
    var before: Int
    /// The keys of its jobs, rising.
    var keys: [Int64]
  }

  private let snapshot: Snapshot
  private var blocks: [BlockID: Block] = [:]
  private var forecast: QueueForecast?

  init(_ snapshot: Snapshot) {
    self.snapshot = snapshot
  }

  /// The place of a job, nil unless it could be claimed now, and the seconds until it starts, nil
  /// if that cannot be told.
  mutating func prospects(of row: Row) throws -> (position: Int?, startsIn: Double?) {
    guard let position = try place(of: row) else { return (nil, nil) }
    let known = try forecast ?? QueueForecast(snapshot)
    forecast = known
    return (position, known.secondsUntilStart(of: row, position: position))
  }

  private mutating func place(of row: Row) throws -> Int? {
    guard row["state"] == JobState.queued.rawValue, row["not_before"] == nil else { return nil }
    let key: Int64 = row["key"]
    let id = BlockID(priority: row["priority"], number: key >> 8)
    let block = try blocks[id] ?? read(id)
    blocks[id] = block
    return block.keys.firstIndex(of: key).map { block.before + $0 + 1 }
  }

  private func read(_ id: BlockID) throws -> Block {
    let before = try snapshot.value(
      Int.self,
      """
      SELECT (SELECT coalesce(sum(jobs), 0) FROM queue_blocks WHERE priority > ?1) +
        (SELECT coalesce(sum(jobs), 0) FROM queue_blocks WHERE priority = ?1 AND block < ?2)
      """, [id.priority, id.number])
    let keys = try snapshot.rows(
      """
      SELECT key FROM jobs INDEXED BY jobs_claimable
      WHERE state = 'queued' AND not_before IS NULL AND priority = ?1
        AND key BETWEEN ?2 << 8 AND (?2 << 8) + 255 ORDER BY key
      """, [id.priority, id.number]
    ).map { $0["key"] as Int64 }
    return Block(before: before ?? 0, keys: keys)
  }
}
