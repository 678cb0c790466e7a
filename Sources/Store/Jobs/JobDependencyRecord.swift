import Experiments
import GRDB

/// A job as those before and after it see it.
struct JobStanding {
  var key: Int64
  var run: Int64
  var id: String
  var state: JobState
}

extension Snapshot {
  /// Throws `.notFound`.
  func standing(id: String) throws -> JobStanding {
    guard let row = try row("SELECT key, run, id, state FROM jobs WHERE id = ?", [id]) else {
      throw StoreError.notFound(kind: "job", id: id)
    }
    return try Self.standing(row)
  }

  /// The id of a job's run, if that is deleted.
  func deletedRun(job id: String) throws -> String? {
    try value(
      String.self,
      """
      SELECT runs.id FROM jobs JOIN runs ON runs.key = jobs.run
      WHERE jobs.id = ? AND runs.deleted_at IS NOT NULL
      """, [id])
  }

  /// The jobs that this one comes after.
  func parents(of job: Int64) throws -> [JobStanding] {
    try rows(
      """
      SELECT key, run, id, state FROM job_dependencies JOIN jobs ON jobs.key = parent
      WHERE job = ? ORDER BY parent
      """, [job]
    ).map(Self.standing)
  }

  /// The jobs that come after this one.
  func children(of job: Int64) throws -> [JobStanding] {
    try rows(
      """
      SELECT key, run, id, state FROM job_dependencies JOIN jobs ON jobs.key = job
      WHERE parent = ? ORDER BY job
      """, [job]
    ).map(Self.standing)
  }

  private static func standing(_ row: Row) throws -> JobStanding {
    JobStanding(key: row["key"], run: row["run"], id: row["id"], state: try row.word("state"))
  }
}
