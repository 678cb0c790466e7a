import Experiments
package import Foundation
import GRDB

extension Snapshot {
  /// The ids of the runs that were deleted before `date`, and of those whose purge was cut off.
  package func purgeableRuns(deletedBefore date: Date) throws -> [String] {
    try rows(
      "SELECT id FROM runs WHERE deleted_at < ? ORDER BY key",
      [max(1, Timestamp.milliseconds(date))]
    ).map { $0["id"] }
  }
}

extension Transaction {
  /// The tables that may have millions of rows of a run: their keys, and which rows are the run's.
  private static let large: [(table: String, key: String, isOfRun: String)] = [
    ("metric_points", "run, metric, step, time, value, is_nan", "run = ?"),
    ("step_points", "quantizer, step", isOfQuantizers),
    ("histograms", "quantizer, step", isOfQuantizers),
    ("job_log", "job, line", isOfJob),
    ("record_batches", "job, attempt, sequence", isOfJob),
  ]

  private static let isOfQuantizers = "quantizer IN (SELECT key FROM quantizers WHERE run = ?)"
  private static let isOfJob = "job IN (SELECT key FROM jobs WHERE run = ?)"

  /// Begins to remove the runs that were deleted before `date` for good: they can no longer be
  /// restored, and count as deleted at the beginning of time, so that the next purge ends what this
  /// one does not. Returns their ids, and those of a purge that was cut off.
  package func beginPurge(deletedBefore date: Date) throws -> [String] {
    let ids = try purgeableRuns(deletedBefore: date)
    try execute(
      "UPDATE runs SET deleted_at = 0 WHERE deleted_at < ?",
      [max(1, Timestamp.milliseconds(date))])
    return ids
  }

  /// Removes at most `rows` of the many rows of a run whose purge has begun and, once none of them
  /// are left, the run with its job and all else. Its files remain. Returns whether the run is gone,
  /// which may be another purge's doing.
  package func purgeSlice(run id: String, rows: Int) throws -> Bool {
    guard let key = try value(Int64.self, "SELECT key FROM runs WHERE id = ?", [id]) else {
      return true
    }
    var rest = rows
    for (table, columns, isOfRun) in Self.large {
      rest -= try execute(
        """
        DELETE FROM \(table) WHERE (\(columns)) IN (
          SELECT \(columns) FROM \(table) WHERE \(isOfRun) LIMIT ?)
        """, [key, rest])
      if rest == 0 { return false }
    }
    return try execute("DELETE FROM runs WHERE key = ? AND deleted_at = 0", [key]) == 1
  }
}

extension Store {
  /// Removes the runs that were deleted before `date`, and their files. Returns their ids.
  ///
  /// A run goes in many transactions, so that nobody waits long: one of 20,000 points takes about
  /// 0.15 s (one core of an AMD EPYC, Zen 3).
  package func purge(
    deletedBefore date: Date, artifacts: ArtifactStore, sliceRows: Int = 20_000
  ) throws -> [String] {
    let purged = try write { try $0.beginPurge(deletedBefore: date) }
    for id in purged {
      var isGone = false
      while !isGone {
        let start = ContinuousClock.now
        isGone = try write { try $0.purgeSlice(run: id, rows: sliceRows) }
        // SQLite's lock has no line: others get it only while nobody asks for it.
        Thread.sleep(forTimeInterval: start.duration(to: .now) / .seconds(1))
      }
      artifacts.purge(runs: [id])
    }
    return purged
  }
}
