import GRDB

/// The database at one moment, to be read. Lives as long as the closure it is given to.
///
/// Each kind of record adds its queries in the file of that record.
package class Snapshot {
  let db: Database

  init(_ db: Database) {
    self.db = db
  }
}

/// A write in progress, which also reads what it has written. All of it is kept or none.
package final class Transaction: Snapshot {
  /// Keys of the jobs that this write changed, in the order of their first change.
  private(set) var changedJobs: [Int64] = []
  /// The same to be asked, as one write may change thousands.
  private var isChanged: Set<Int64> = []

  /// Ids of the workers that came, went or changed their job.
  private(set) var changedWorkers: [String] = []

  func markChanged(job key: Int64) {
    if isChanged.insert(key).inserted { changedJobs.append(key) }
  }

  func markChanged(worker id: String) {
    if !changedWorkers.contains(id) { changedWorkers.append(id) }
  }

  /// Runs one statement, compiled once a connection. Returns how many rows it changed.
  @discardableResult
  func execute(_ sql: String, _ arguments: StatementArguments = []) throws -> Int {
    try db.cachedStatement(sql: sql).execute(arguments: arguments)
    return db.changesCount
  }
}
