package import Foundation
import GRDB

extension StoreFile {
  /// Everything that is wrong with the database and with the files of artifacts. What cannot be
  /// read of a damaged database is a finding too, and the rest is looked at all the same.
  ///
  /// - Parameters:
  ///   - artifacts: their folder.
  ///   - content: whether files are read and compared with their hash, not only measured.
  package func check(artifacts: URL, content: Bool) throws -> [StoreFinding] {
    var findings: [StoreFinding] = []
    for part in [damage, references, counts, { try files(artifacts, content: content) }] {
      do {
        findings += try part()
      } catch StoreError.damaged(_, let reason) {
        let finding = StoreFinding(.damagedDatabase, path.lastPathComponent, reason)
        if !findings.contains(finding) { findings.append(finding) }
      }
    }
    return findings
  }

  private func damage() throws -> [StoreFinding] {
    try read { try String.fetchAll($0, sql: "PRAGMA integrity_check") }
      .filter { $0 != "ok" }
      .map { StoreFinding(.damage, path.lastPathComponent, $0) }
  }

  private func references() throws -> [StoreFinding] {
    try read { try Row.fetchAll($0, sql: "PRAGMA foreign_key_check") }.map { row in
      let (table, parent): (String, String) = (row[0], row[2])
      return StoreFinding(.reference, table, "a row refers to one of \(parent) that is not there")
    }
  }

  /// Not of a run whose purge was cut off: the next one ends it.
  private static let isWhole = "runs.deleted_at IS NOT 0"

  private func counts() throws -> [StoreFinding] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT 'latest_metrics' AS place, runs.id || ' ' || metric_keys.name AS what,
            coalesce(points, 0) AS kept, coalesce(counted, 0) AS found
          FROM latest_metrics FULL JOIN (
            SELECT run, metric, count(*) AS counted FROM metric_points GROUP BY run, metric)
          USING (run, metric)
          JOIN runs ON runs.key = run JOIN metric_keys ON metric_keys.id = metric
          WHERE points IS NOT counted AND \(Self.isWhole)
          UNION ALL
          SELECT 'quantizers', runs.id || ' ' || quantizers.name, points,
            (SELECT count(*) FROM step_points WHERE quantizer = quantizers.key) AS found
          FROM quantizers JOIN runs ON runs.key = quantizers.run
          WHERE points <> found AND \(Self.isWhole)
          UNION ALL
          SELECT 'queue_blocks', 'priority ' || priority || ', block ' || block,
            coalesce(jobs, 0), coalesce(counted, 0)
          FROM queue_blocks FULL JOIN (
            SELECT priority, key >> 8 AS block, count(*) AS counted FROM jobs
            WHERE state = 'queued' AND not_before IS NULL GROUP BY priority, key >> 8)
          USING (priority, block) WHERE jobs IS NOT counted
          """
      ).map { row in
        let (what, kept, found): (String, Int, Int) = (row["what"], row["kept"], row["found"])
        return StoreFinding(.count, row["place"], "\(what): \(kept) kept, \(found) found")
      }
    }
  }
}
