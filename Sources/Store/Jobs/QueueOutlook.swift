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

/// When a job that waits will start, as far as that can be told: every worker that is free takes
/// the next one, and a job takes as long as the attempts that succeeded lately.
private struct QueueForecast {
  private struct Worker {
    var threads: Int
    var memory: Int
    var instructions: Int
    /// Seconds until it has no job.
    var free: Double

    func fulfils(_ job: Row) -> Bool {
      job["needs_threads"] <= threads && job["needs_memory"] <= memory
        && job["needs_instructions"] <= instructions
    }
  }

  /// Those that are given jobs and of which it is known when they will be free, the first first.
  private let workers: [Worker]
  /// Seconds of an attempt; nil if none has succeeded yet.
  private let typical: Double?

  init(_ snapshot: Snapshot) throws {
    // Of the jobs that were made last: their attempts are found without a walk through all.
    let typical = try snapshot.value(
      Double.self,
      """
      SELECT avg(seconds) FROM (
        SELECT (attempts.ended_at - attempts.started_at) / 1000.0 AS seconds
        FROM (SELECT key, attempt FROM jobs WHERE state = 'succeeded'
            ORDER BY key DESC LIMIT 100) AS done
        JOIN job_attempts AS attempts
          ON attempts.job = done.key AND attempts.number = done.attempt
        ORDER BY attempts.ended_at DESC LIMIT 20)
      """)
    // Workers that fell silent are forgotten.
    workers = try snapshot.rows(
      """
      SELECT threads, memory, instructions,
        CASE WHEN jobs.key IS NULL THEN 0.0 ELSE jobs.eta_seconds END AS busy
      FROM workers LEFT JOIN jobs ON jobs.worker = workers.id
      WHERE NOT workers.draining AND NOT (SELECT paused FROM queue)
      """
    ).compactMap { row in
      guard let free = row["busy"] ?? typical else { return nil }
      return Worker(
        threads: row["threads"], memory: row["memory"], instructions: row["instructions"],
        free: free)
    }.sorted { $0.free < $1.free }
    self.typical = typical
  }

  /// For the job at `position` in the queue, from 1: `free[(p - 1) mod n] + floor((p - 1) / n) *
  /// typical` with n workers, but not before the first that fulfils its needs is free. nil if none
  /// does, or if it depends on what nobody knows.
  func secondsUntilStart(of job: Row, position: Int) -> Double? {
    guard let first = workers.first(where: { $0.fulfils(job) }) else { return nil }
    let (rounds, place) = (position - 1).quotientAndRemainder(dividingBy: workers.count)
    if rounds == 0 { return max(first.free, workers[place].free) }
    return typical.map { max(first.free, workers[place].free + Double(rounds) * $0) }
  }
}
