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
  /// The lines after number `line`, from 1, at most `limit`. Throws `.notFound`.
  package func log(job id: String, after line: Int = 0, limit: Int = 10_000) throws -> JobLogPage {
    let rows = try rows(
      "SELECT line, time, text FROM job_log WHERE job = ? AND line > ? ORDER BY line LIMIT ?",
      [try standing(id: id).key, line, limit])
    let lines = rows.map { LogLine(time: $0.requiredDate("time"), text: $0["text"]) }
    return JobLogPage(lines: lines, last: rows.last?["line"] ?? line)
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
