import Experiments
import GRDB

/// When a job that waits will start, as far as that can be told: every worker that is free takes
/// the next one, and a job takes as long as the attempts that succeeded lately.
struct QueueForecast {
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
