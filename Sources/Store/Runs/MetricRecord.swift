package import Experiments
import Foundation
import GRDB

/// When a point is another point of the same metric.
package enum PointRule: Hashable, Sendable {
  /// One a step, for what a job records: the first that was stored stays. An attempt that goes on
  /// from a checkpoint repeats steps, and its repetitions change nothing.
  case onePerStep
  /// MLflow's: several a step if they differ in time or value. The same point again changes
  /// nothing.
  case everyDistinct
}

extension Transaction {
  /// Adds points that another program logs. Returns those that are new.
  ///
  /// Throws `.runOfJob` for a run that a job makes, `.runDeleted` or `.notFound`.
  @discardableResult
  package func log(metrics: [MetricPoint], run id: String) throws -> [MetricPoint] {
    try add(metrics: metrics, run: keyOfOthersRun(id: id), rule: .everyDistinct)
  }

  /// The key of a run that another program makes. Throws as `log(metrics:run:)`.
  func keyOfOthersRun(id: String) throws -> Int64 {
    let row = RowScan(
      try db.cachedStatement(
        sql: """
          SELECT key, deleted_at IS NOT NULL, (SELECT id FROM jobs WHERE jobs.run = runs.key)
          FROM runs WHERE id = ?
          """)
    ) { $0.bind(id, at: 1) }
    defer { row.finish() }
    guard try row.next() else { throw StoreError.notFound(kind: "run", id: id) }
    if row.integer(1) == 1 { throw StoreError.runDeleted(id: id) }
    if let job = row.text(2) { throw StoreError.runOfJob(run: id, job: job) }
    return Int64(row.integer(0))
  }

  /// Adds points by the rule, and keeps each series' latest point and count. Returns the new ones.
  func add(metrics: [MetricPoint], run: Int64, rule: PointRule) throws -> [MetricPoint] {
    var added: [MetricPoint] = []
    added.reserveCapacity(metrics.count)
    var series = GrowingSeries()
    let insert = RowInsert(try db.cachedStatement(sql: rule.insert))
    for point in metrics {
      let place =
        try series.place(of: point.key)
        ?? series.begin(point.key, metric: metricId(named: point.key))
      let time = Timestamp.milliseconds(point.time)
      let isNaN = point.value.isNaN
      let isNew = try insert.execute { row in
        row.bind(run, at: 1)
        row.bind(series.all[place].metric, at: 2)
        row.bind(Int64(point.step), at: 3)
        row.bind(Int64(time), at: 4)
        row.bind(isNaN ? 0 : point.value, at: 5)
        row.bind(isNaN ? 1 : 0 as Int64, at: 6)
      }
      guard isNew else { continue }
      added.append(point)
      series.all[place].add(point, time: time)
    }
    for growth in series.all { try store(growth, run: run) }
    return added
  }

  private func store(_ growth: Growth, run: Int64) throws {
    guard let latest = growth.latest else { return }
    let upsert = RowInsert(
      try db.cachedStatement(
        sql: """
          INSERT INTO latest_metrics (run, metric, step, time, value, is_nan, points)
          VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
          ON CONFLICT DO UPDATE SET points = points + ?7,
            (step, time, value, is_nan) = (SELECT ?3, ?4, ?5, ?6
              WHERE (step, time, value) < (?3, ?4, ?5)
              UNION ALL SELECT step, time, value, is_nan LIMIT 1)
          """))
    _ = try upsert.execute { row in
      row.bind(run, at: 1)
      row.bind(growth.metric, at: 2)
      row.bind(Int64(latest.step), at: 3)
      row.bind(Int64(latest.time), at: 4)
      row.bind(latest.value, at: 5)
      row.bind(latest.isNaN ? 1 : 0 as Int64, at: 6)
      row.bind(Int64(growth.points), at: 7)
    }
  }

  private func metricId(named name: String) throws -> Int64 {
    let known = RowScan(
      try db.cachedStatement(sql: "SELECT id FROM metric_keys WHERE name = ?")
    ) { $0.bind(name, at: 1) }
    defer { known.finish() }
    if try known.next() { return Int64(known.integer(0)) }
    try execute("INSERT INTO metric_keys (name) VALUES (?)", [name])
    return db.lastInsertedRowID
  }
}

extension PointRule {
  /// Inserts (run, metric, step, time, value, is_nan) where the rule allows it.
  fileprivate var insert: String {
    switch self {
    case .everyDistinct:
      """
      INSERT INTO metric_points (run, metric, step, time, value, is_nan)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING
      """
    case .onePerStep:
      """
      INSERT INTO metric_points (run, metric, step, time, value, is_nan)
      SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE NOT EXISTS (
        SELECT 1 FROM metric_points WHERE run = ?1 AND metric = ?2 AND step = ?3)
      """
    }
  }
}
