package import Experiments
package import Foundation
import GRDB

extension Transaction {
  /// Throws `.runOfJob` if it would change the status of a run that a job makes,
  /// `.parameterChanged`, `.runDeleted` or `.notFound`.
  package func change(run id: String, _ change: RunPatch, now: Date) throws -> Run {
    let key = try activeRunKey(id: id)
    if let name = change.name {
      try execute("UPDATE runs SET name = ? WHERE key = ?", [name, key])
    }
    if let status = change.status {
      if let job = try jobOfRun(key) { throw StoreError.runOfJob(run: id, job: job.id) }
      try setStatus(status, run: key, now: now)
    }
    try setParameters(change.parameters, run: key)
    try setTags(change.tags.compactMapValues { $0 }, run: key)
    for (tag, value) in change.tags where value == nil {
      try execute("DELETE FROM tags WHERE run = ? AND key = ?", [key, tag])
    }
    return try run(id: id)
  }

  /// Hides a run until it is restored or purged. Again changes nothing.
  package func deleteRun(id: String, now: Date) throws {
    let key = try runKey(id: id)
    if let job = try jobOfRun(key), !job.state.isFinal {
      throw StoreError.runInUse(id: id, job: job.id, state: job.state)
    }
    try execute(
      "UPDATE runs SET deleted_at = coalesce(deleted_at, ?) WHERE key = ?",
      [Timestamp.milliseconds(now), key])
  }

  package func restoreRun(id: String) throws -> Run {
    try execute("UPDATE runs SET deleted_at = NULL WHERE key = ?", [try runKey(id: id)])
    return try run(id: id)
  }
}
