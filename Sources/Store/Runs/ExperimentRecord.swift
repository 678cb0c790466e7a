package import Experiments
package import Foundation
import GRDB

extension Snapshot {
  private static let experiments = """
    SELECT experiments.*, (SELECT count(*) FROM runs
      WHERE runs.experiment = experiments.id AND runs.deleted_at IS NULL) AS runs
    FROM experiments
    """

  /// Throws `.notFound`.
  package func experiment(id: Int) throws -> Experiment {
    guard let row = try row("\(Self.experiments) WHERE id = ?", [id]) else {
      throw StoreError.notFound(kind: "experiment", id: "\(id)")
    }
    return Self.experiment(row)
  }

  package func experiment(named name: String) throws -> Experiment? {
    try row("\(Self.experiments) WHERE name = ?", [name]).map(Self.experiment)
  }

  /// Experiments, the newest first. Throws `.invalidCursor` for a cursor of another list.
  package func experiments(_ page: PageRequest = PageRequest()) throws -> Page<Experiment> {
    try page.cursor?.check(isOf: .experiments)
    let before = page.cursor?.key ?? Int64.max
    let rows = try rows(
      "\(Self.experiments) WHERE id < ? ORDER BY id DESC LIMIT ?", [before, page.limit + 1])
    return Page(rows, page, of: .experiments, key: "id", item: Self.experiment)
  }

  private static func experiment(_ row: Row) -> Experiment {
    Experiment(
      id: row["id"], name: row["name"], createdAt: row.requiredDate("created_at"),
      runs: row["runs"])
  }
}

extension Transaction {
  /// Throws `.experimentExists` if the name is taken.
  package func createExperiment(name: String, now: Date) throws -> Experiment {
    if let existing = try experiment(named: name) {
      throw StoreError.experimentExists(name: name, id: existing.id)
    }
    return try experiment(id: experimentId(named: name, now: now))
  }

  /// Throws `.experimentIsDefault`, `.experimentExists` if the name is another's, or `.notFound`.
  package func rename(experiment id: Int, to name: String) throws -> Experiment {
    guard id != 0 else { throw StoreError.experimentIsDefault }
    if let existing = try experiment(named: name), existing.id != id {
      throw StoreError.experimentExists(name: name, id: existing.id)
    }
    try execute("UPDATE experiments SET name = ? WHERE id = ?", [name, id])
    return try experiment(id: id)
  }

  /// Throws `.experimentIsDefault`, `.experimentInUse` if it has runs, or `.notFound`.
  package func delete(experiment id: Int) throws {
    guard id != 0 else { throw StoreError.experimentIsDefault }
    let runs = try experiment(id: id).runs
    let all = try value(Int.self, "SELECT count(*) FROM runs WHERE experiment = ?", [id]) ?? 0
    guard all == 0 else {
      throw StoreError.experimentInUse(id: id, runs: runs, deleted: all - runs)
    }
    try execute("DELETE FROM experiments WHERE id = ?", [id])
  }

  /// The id of the experiment with this name, which is made if it is new.
  func experimentId(named name: String, now: Date) throws -> Int {
    if let id = try value(Int.self, "SELECT id FROM experiments WHERE name = ?", [name]) {
      return id
    }
    try execute(
      "INSERT INTO experiments (name, created_at) VALUES (?, ?)",
      [name, Timestamp.milliseconds(now)])
    return Int(db.lastInsertedRowID)
  }
}
