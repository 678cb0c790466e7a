import Experiments
package import Foundation
import GRDB

extension Snapshot {
  /// The ids of the runs that were deleted before `date`.
  package func purgeableRuns(deletedBefore date: Date) throws -> [String] {
    try rows(
      "SELECT id FROM runs WHERE deleted_at < ? ORDER BY key", [Timestamp.milliseconds(date)]
    ).map { $0["id"] }
  }
}

extension Transaction {
  /// Removes a run for good, with its job and all that it recorded, if it is still deleted since
  /// before `date`. Its files remain to be removed. Returns whether it was.
  package func purge(run id: String, deletedBefore date: Date) throws -> Bool {
    try execute(
      "DELETE FROM runs WHERE id = ? AND deleted_at < ?", [id, Timestamp.milliseconds(date)]) == 1
  }
}

extension Store {
  /// Removes the runs that were deleted before `date`, each in a transaction of its own so that
  /// nobody waits long, and their files. Returns their ids.
  package func purge(deletedBefore date: Date, artifacts: ArtifactStore) throws -> [String] {
    let purged = try read { try $0.purgeableRuns(deletedBefore: date) }
      .filter { id in try write { try $0.purge(run: id, deletedBefore: date) } }
    artifacts.purge(runs: purged)
    return purged
  }
}
