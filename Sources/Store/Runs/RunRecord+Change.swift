package import Experiments
package import Foundation
import GRDB

extension Transaction {
  /// Throws `.runOfJob` if it would change the status of a run that a job makes,
  /// `.runGoesOn`, `.parameterChanged`, `.runDeleted` or `.notFound`, and `InvalidSpec` if the run
  /// would end before it began.
  package func change(run id: String, _ change: RunPatch, now: Date) throws -> Run {
    let key = try activeRunKey(id: id)
    if change.endedAt != nil, change.status?.isFinal != true { throw StoreError.runGoesOn(id: id) }
    if let name = change.name {
      try execute("UPDATE runs SET name = ? WHERE key = ?", [name, key])
    }
    if let status = change.status {
      if let job = try jobOfRun(key) { throw StoreError.runOfJob(run: id, job: job.id) }
      if let end = change.endedAt { try check(end: end, run: key) }
      try setStatus(status, run: key, now: change.endedAt ?? now)
    }
    try setParameters(change.parameters, run: key)
    try setTags(change.tags.compactMapValues { $0 }, run: key)
    for (tag, value) in change.tags where value == nil {
      try execute("DELETE FROM tags WHERE run = ? AND key = ?", [key, tag])
    }
    return try run(id: id)
  }

  private func check(end: Date, run key: Int64) throws {
    let run = try row("SELECT started_at FROM runs WHERE key = ?", [key])
    guard let start = run?.date("started_at"),
      Timestamp.milliseconds(end) < Timestamp.milliseconds(start)
    else { return }
    let (ended, began) = (Timestamp.string(from: end), Timestamp.string(from: start))
    throw InvalidSpec(errors: [
      FieldError(pointer: "/endedAt", detail: "\(ended) is before the run began, at \(began)")
    ])
  }

  /// Hides a run until it is restored or purged. Again changes nothing.
  package func deleteRun(id: String, now: Date) throws {
    let key = try runKey(id: id)
    let maker = try jobOfRun(key)
    if let maker, !maker.state.isFinal {
      throw StoreError.runInUse(id: id, job: maker.id, state: maker.state)
    }
    if let job = try jobThatNeeds(run: id, madeBy: maker?.id) {
      throw StoreError.runNeeded(id: id, job: job.id, state: job.state)
    }
    try execute(
      "UPDATE runs SET deleted_at = coalesce(deleted_at, ?) WHERE key = ?",
      [Timestamp.milliseconds(now), key])
  }

  /// Takes the id of a run, and that of its job or NULL. The plus keeps SQLite from the index of
  /// states, with which it would look into the spec of every job that waits.
  package static let needingWeights = """
    SELECT id, state FROM jobs
    WHERE (json_extract(spec, '$.start.id') IN (?1, ?2)
        OR json_extract(spec, '$.distillation.teacher.id') IN (?1, ?2))
      AND +state IN ('blocked', 'queued', 'running', 'stopping')
    ORDER BY key LIMIT 1
    """

  /// The first job that has not ended and takes weights from this run, named by its own id or that
  /// of its job.
  private func jobThatNeeds(
    run id: String, madeBy job: String?
  ) throws -> (id: String, state: JobState)? {
    try row(Self.needingWeights, [id, job])
      .map { (id: $0["id"], state: try $0.word("state")) }
  }

  /// Throws `.notFound`, also for a run that is being purged.
  package func restoreRun(id: String) throws -> Run {
    let restored = try execute(
      "UPDATE runs SET deleted_at = NULL WHERE id = ? AND deleted_at IS NOT 0", [id])
    guard restored == 1 else { throw StoreError.notFound(kind: "run", id: id) }
    return try run(id: id)
  }
}
