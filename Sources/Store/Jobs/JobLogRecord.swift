package import Experiments
import Foundation
import GRDB

/// Some lines of a job's log.
package struct JobLogPage: Sendable {
  package var lines: [LogLine]
  /// The number of the last line: what to ask after next.
  package var last: Int
}

extension Snapshot {
  /// The lines after number `line`, from 1, at most `limit`: no more of them once they have `bytes`
  /// of text. Throws `.notFound`.
  package func log(
    job id: String, after line: Int = 0, limit: Int = 10_000, bytes: Int = .max
  ) throws -> JobLogPage {
    let rows = try RowScan(
      db.cachedStatement(
        sql: """
          SELECT line, time, text FROM job_log WHERE job = ? AND line > ? ORDER BY line LIMIT ?
          """), [try standing(id: id).key, line, limit])
    defer { rows.finish() }
    var (page, size) = (JobLogPage(lines: [], last: line), 0)
    while size < bytes, try rows.next() {
      let text = rows.text(2) ?? ""
      page.lines.append(LogLine(time: Timestamp.date(milliseconds: rows.integer(1)), text: text))
      page.last = rows.integer(0)
      size += text.utf8.count
    }
    return page
  }
}

extension Transaction {
  func add(log lines: [LogLine], job: Int64, attempt: Int) throws {
    if lines.isEmpty { return }
    let last = try value(Int.self, "SELECT max(line) FROM job_log WHERE job = ?", [job]) ?? 0
    for (index, line) in lines.enumerated() {
      try execute(
        "INSERT INTO job_log (job, line, attempt, time, text) VALUES (?, ?, ?, ?, ?)",
        [job, last + index + 1, attempt, Timestamp.milliseconds(line.time), line.text])
    }
  }
}
