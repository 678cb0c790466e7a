package import Experiments
import Foundation
import GRDB

extension Snapshot {
  /// Jobs, each with its run, its experiment and its user: the columns that a `Job` is made from.
  static let jobs = """
    SELECT jobs.*, runs.id AS run_id, experiments.name AS experiment, (
      SELECT value FROM tags WHERE tags.run = jobs.run AND tags.key = '\(Run.userTag)') AS user
    FROM jobs JOIN runs ON runs.key = jobs.run
    JOIN experiments ON experiments.id = runs.experiment
    """

  /// Throws `.notFound`.
  package func job(id: String) throws -> Job {
    guard let row = try row("\(Self.jobs) WHERE jobs.id = ?", [id]) else {
      throw StoreError.notFound(kind: "job", id: id)
    }
    let key: Int64 = row["key"]
    var outlook = QueueOutlook(self)
    return try job(row, attempts: attempts(jobs: [key])[key] ?? [], &outlook)
  }

  /// How many jobs are in each state; states without jobs are absent.
  package func jobCounts() throws -> [JobState: Int] {
    let rows = try rows("SELECT state, count(*) AS jobs FROM jobs GROUP BY state")
    return Dictionary(uniqueKeysWithValues: try rows.map { (try $0.word("state"), $0["jobs"]) })
  }

  /// Several jobs in the order of `keys`.
  func jobs(keys: [Int64]) throws -> [Job] {
    if keys.isEmpty { return [] }
    let rows = try rows(
      "\(Self.jobs) WHERE jobs.key IN (SELECT value FROM json_each(?))", [Self.list(keys)])
    let attempts = try attempts(jobs: keys)
    var outlook = QueueOutlook(self)
    var jobs: [Int64: Job] = [:]
    for row in rows {
      let key: Int64 = row["key"]
      jobs[key] = try job(row, attempts: attempts[key] ?? [], &outlook)
    }
    return try keys.map { key in
      guard let job = jobs[key] else { throw StoreError.notFound(kind: "job", id: "\(key)") }
      return job
    }
  }

  func job(key: Int64) throws -> Job { try jobs(keys: [key])[0] }

  /// The job that makes this run, if one does.
  func jobOfRun(_ run: Int64) throws -> (id: String, state: JobState)? {
    try row("SELECT id, state FROM jobs WHERE run = ?", [run])
      .map { (id: $0["id"], state: try $0.word("state")) }
  }

  private func job(
    _ row: Row, attempts: [JobAttempt], _ outlook: inout QueueOutlook
  ) throws -> Job {
    let (position, startsIn) = try outlook.prospects(of: row)
    let spec: String = row["spec"]
    return Job(
      id: row["id"], name: row["name"], state: try row.word("state"),
      experiment: row["experiment"], study: row["study"], user: row["user"],
      runId: row["run_id"],
      spec: try JobSpec(json: Data(spec.utf8)), progress: Self.progress(row),
      attempts: attempts, queuePosition: position, startsInSeconds: startsIn,
      reason: row["reason"],
      notBefore: row.date("not_before"), createdAt: row.requiredDate("created_at"),
      startedAt: row.date("started_at"), endedAt: row.date("ended_at"))
  }

  private static func progress(_ row: Row) -> JobProgress? {
    guard let step: Int = row["step"] else { return nil }
    return JobProgress(
      step: step, steps: row["steps"], epoch: row["epoch"], epochs: row["epochs"],
      imagesPerSecond: row["images_per_second"], etaSeconds: row["eta_seconds"])
  }
}

extension Transaction {
  /// The jobs that this write changed, as they are now.
  package func jobChanges() throws -> [Job] {
    try jobs(keys: changedJobs)
  }
}
