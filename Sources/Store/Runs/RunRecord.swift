package import Experiments
package import Foundation
import GRDB

// MARK: - Reading

extension Snapshot {
  private static let columns =
    "runs.*, experiments.name AS experiment_name, jobs.id AS job_id"

  private static let tables = """
    runs JOIN experiments ON experiments.id = runs.experiment
    LEFT JOIN jobs ON jobs.run = runs.key
    """

  /// A run, also one that is deleted. Throws `.notFound`.
  package func run(id: String) throws -> Run {
    guard
      let row = try row(
        "SELECT \(Self.columns) FROM \(Self.tables) WHERE runs.id = ?", [id])
    else {
      throw StoreError.notFound(kind: "run", id: id)
    }
    return try runs([row])[0]
  }

  /// Runs in the order of the query, the newest first where it says none, with their parameters,
  /// tags and latest metrics. Throws `.invalidCursor` for a cursor of another list or order.
  package func runs(_ query: RunQuery = RunQuery()) throws -> Page<Run> {
    let sort = RunSort(order: query.order)
    let joins = sort.joins
    let conditions = query.conditions
    let after = try query.page.cursor.map(sort.after) ?? Conditions()
    // Not kept compiled: texts of filters are many.
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT * FROM (
          SELECT \(Self.columns)\(sort.columns) FROM \(Self.tables) \(joins.sql)
          \(conditions.clause)
        ) \(after.clause) ORDER BY \(sort.clause) LIMIT ?
        """,
      arguments: StatementArguments(
        joins.values + conditions.arguments + after.arguments + [query.page.limit + 1]))
    return try Page(rows, query.page, cursor: sort.cursor) {
      try runs($0, extremes: query.extremes)
    }
  }

  /// The key of a run that is not deleted. Throws `.notFound` or `.runDeleted`.
  func activeRunKey(id: String) throws -> Int64 {
    guard let row = try row("SELECT key, deleted_at FROM runs WHERE id = ?", [id]) else {
      throw StoreError.notFound(kind: "run", id: id)
    }
    guard row["deleted_at"] == nil else { throw StoreError.runDeleted(id: id) }
    return row["key"]
  }

  /// The key of a run, deleted or not. Throws `.notFound`.
  func runKey(id: String) throws -> Int64 {
    guard let key = try value(Int64.self, "SELECT key FROM runs WHERE id = ?", [id]) else {
      throw StoreError.notFound(kind: "run", id: id)
    }
    return key
  }

  /// The runs of rows, with what other tables have of them read at once for all.
  private func runs(_ rows: some Collection<Row>, extremes wanted: [String] = []) throws -> [Run] {
    let keys: [Int64] = rows.map { $0["key"] }
    let parameters = try texts("parameters", of: keys)
    let tags = try texts("tags", of: keys)
    let latest = try latestMetrics(runs: keys)
    let extremes = try wanted.isEmpty ? nil : self.extremes(of: wanted, runs: keys)
    return try zip(rows, keys).map { row, key in
      Run(
        id: row["id"], name: row["name"], status: try row.word("status"),
        experiment: row["experiment_name"], parameters: parameters[key] ?? [:],
        tags: tags[key] ?? [:], latest: latest[key] ?? [:],
        extremes: extremes.map { $0[key] ?? [:] }, jobId: row["job_id"],
        createdAt: row.requiredDate("created_at"), startedAt: row.date("started_at"),
        endedAt: row.date("ended_at"))
    }
  }

  /// What `parameters` or `tags` holds of runs, by the runs' keys.
  private func texts(
    _ table: StaticString, of runs: [Int64]
  ) throws -> [Int64: [String: String]] {
    let rows = try RowScan(
      db.cachedStatement(
        sql: """
          SELECT run, key, value FROM \(table) WHERE run IN (SELECT value FROM json_each(?))
          """), [Self.list(runs)])
    defer { rows.finish() }
    var texts: [Int64: [String: String]] = [:]
    while try rows.next() {
      guard let key = rows.text(1), let value = rows.text(2) else { continue }
      texts[Int64(rows.integer(0)), default: [:]][key] = value
    }
    return texts
  }
}

extension Store {
  /// Reads what is of one run. Throws `.notFound` or `.runDeleted` if it is not there.
  package func read<T>(run id: String, _ work: (Snapshot) throws -> T) throws -> T {
    try read { snapshot in
      _ = try snapshot.activeRunKey(id: id)
      return try work(snapshot)
    }
  }
}

// MARK: - Writing

extension Transaction {
  /// Makes a run of another program. It is `running` from the start, as in MLflow.
  package func createRun(_ new: RunRequest, now: Date) throws -> Run {
    let id = Identifier.run()
    let key = try insertRun(
      id: id, name: new.name, experiment: new.experiment, status: .running,
      startedAt: new.startedAt, now: now)
    try setParameters(new.parameters, run: key)
    try setTags(new.tags, run: key)
    return try run(id: id)
  }

  /// Returns the key of the new run.
  func insertRun(
    id: String, name: String, experiment: String, status: RunStatus, startedAt: Date? = nil,
    now: Date
  ) throws -> Int64 {
    let time = Timestamp.milliseconds(now)
    try execute(
      """
      INSERT INTO runs (id, experiment, name, status, created_at, started_at)
      VALUES (?, ?, ?, ?, ?, ?)
      """,
      [
        id, try experimentId(named: experiment, now: now), name, status.rawValue, time,
        status == .running ? startedAt.map(Timestamp.milliseconds) ?? time : nil,
      ])
    return db.lastInsertedRowID
  }

  /// Sets the status of a run, with its end, and its start when it runs for the first time.
  func setStatus(_ status: RunStatus, run key: Int64, now: Date) throws {
    try execute(
      """
      UPDATE runs SET status = :status, ended_at = CASE WHEN :over THEN :now END,
        started_at = coalesce(started_at, CASE WHEN :status = 'running' THEN :now END)
      WHERE key = :key
      """,
      [
        "status": status.rawValue, "over": status.isFinal, "now": Timestamp.milliseconds(now),
        "key": key,
      ])
  }
}
