package import Foundation
import GRDB

extension StoreFile {
  /// Everything that is wrong with the database and with the files of artifacts. What cannot be read
  /// of a damaged database is a finding too, and the rest is looked at all the same.
  ///
  /// - Parameters:
  ///   - artifacts: their folder.
  ///   - content: whether files are read and compared with their hash, not only measured.
  package func check(artifacts: URL, content: Bool) throws -> [StoreFinding] {
    var findings: [StoreFinding] = []
    for part in [damage, references, counts, { try files(artifacts, content: content) }] {
      do {
        findings += try part()
      } catch let error as DatabaseError where error.isDamage {
        let finding = StoreFinding(
          .damagedDatabase, path.lastPathComponent, error.message ?? "it cannot be read")
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

  private func counts() throws -> [StoreFinding] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT 'latest_metrics' AS place, runs.id || ' ' || metric_keys.name AS what, points AS kept,
            (SELECT count(*) FROM metric_points AS p
              WHERE p.run = latest_metrics.run AND p.metric = latest_metrics.metric) AS found
          FROM latest_metrics JOIN runs ON runs.key = latest_metrics.run
          JOIN metric_keys ON metric_keys.id = latest_metrics.metric WHERE kept <> found
          UNION ALL
          SELECT 'quantizers', runs.id || ' ' || quantizers.name, points,
            (SELECT count(*) FROM step_points WHERE quantizer = quantizers.key) AS found
          FROM quantizers JOIN runs ON runs.key = quantizers.run WHERE points <> found
          UNION ALL
          SELECT 'queue_blocks', 'priority ' || priority || ', block ' || block, jobs,
            (SELECT count(*) FROM jobs WHERE state = 'queued' AND not_before IS NULL
              AND jobs.priority = queue_blocks.priority AND jobs.key >> 8 = block) AS found
          FROM queue_blocks WHERE queue_blocks.jobs <> found
          """
      ).map { row in
        let (what, kept, found): (String, Int, Int) = (row["what"], row["kept"], row["found"])
        return StoreFinding(.count, row["place"], "\(what): \(kept) kept, \(found) found")
      }
    }
  }
}

extension DatabaseError {
  /// Whether the file is to blame.
  fileprivate var isDamage: Bool {
    [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(resultCode)
  }
}
