package import Experiments
import Foundation
import GRDB

extension Snapshot {
  /// The attempts of jobs, by the jobs' keys, the first first.
  func attempts(jobs keys: some Sequence<Int64>) throws -> [Int64: [JobAttempt]] {
    let rows = try rows(
      """
      SELECT * FROM job_attempts WHERE job IN (SELECT value FROM json_each(?))
      ORDER BY job, number
      """, [Self.list(keys)])
    return try Dictionary(grouping: rows) { $0["job"] as Int64 }.mapValues {
      try $0.map(Self.attempt)
    }
  }

  private static func attempt(_ row: Row) throws -> JobAttempt {
    JobAttempt(
      number: row["number"], worker: row["worker"], startedAt: row.requiredDate("started_at"),
      endedAt: row.date("ended_at"), outcome: try row.word("outcome"),
      resumedFromStep: row["resumed_from_step"], exitCode: row["exit_code"],
      signal: row["signal"], reason: row["reason"])
  }

  /// How the attempt under this lease ended; nil if there was none. A worker whose last word was
  /// answered into the void says it again.
  package func outcome(job id: String, token: String) throws -> JobAttempt.Outcome? {
    try row(
      """
      SELECT outcome FROM job_attempts JOIN jobs ON jobs.key = job_attempts.job
      WHERE jobs.id = ? AND job_attempts.token = ?
      """, [id, token]
    ).map { try $0.word("outcome") }
  }
}

extension Transaction {
  func begin(attempt: Int, job: Int64, token: String, worker: String, now: Date) throws {
    try execute(
      """
      INSERT INTO job_attempts (job, number, token, worker, started_at, outcome)
      VALUES (?, ?, ?, ?, ?, 'running')
      """, [job, attempt, token, worker, Timestamp.milliseconds(now)])
  }

  func close(attempt: Int, job: Int64, _ end: AttemptEnd, now: Date) throws {
    try execute(
      """
      UPDATE job_attempts SET outcome = ?, ended_at = ?, exit_code = ?, signal = ?, reason = ?
      WHERE job = ? AND number = ? AND outcome = 'running'
      """,
      [
        end.outcome.rawValue, Timestamp.milliseconds(now), end.exitCode, end.signal, end.reason,
        job, attempt,
      ])
  }
}
