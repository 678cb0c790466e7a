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
    let key = try activeRunKey(id: id)
    if let job = try jobOfRun(key) { throw StoreError.runOfJob(run: id, job: job.id) }
    return try add(metrics: metrics, run: key, rule: .everyDistinct)
  }

  /// Adds points by the rule, and keeps each series' latest point and count. Returns the new ones.
  func add(metrics: [MetricPoint], run: Int64, rule: PointRule) throws -> [MetricPoint] {
    var added: [MetricPoint] = []
    added.reserveCapacity(metrics.count)
    var series: [String: Growth] = [:]
    let insert = try db.cachedStatement(sql: rule.insert)
    for point in metrics {
      let metric: Int64
      if let known = series[point.key] {
        metric = known.metric
      } else {
        metric = try metricId(named: point.key)
        series[point.key] = Growth(metric: metric)
      }
      let time = Timestamp.milliseconds(point.time)
      let isNaN = point.value.isNaN
      try insert.execute(arguments: [
        run, metric, point.step, time, isNaN ? 0 : point.value, isNaN,
      ])
      guard db.changesCount == 1 else { continue }
      added.append(point)
      series[point.key]?.add(point, time: time)
    }
    for growth in series.values { try store(growth, run: run) }
    return added
  }

  private func store(_ growth: Growth, run: Int64) throws {
    guard let latest = growth.latest else { return }
    try execute(
      """
      INSERT INTO latest_metrics (run, metric, step, time, value, is_nan, points)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET points = points + excluded.points
      """, [run, growth.metric] + latest.arguments + [growth.points])
    try execute(
      """
      UPDATE latest_metrics SET step = ?, time = ?, value = ?, is_nan = ?
      WHERE run = ? AND metric = ? AND (step, time, value) < (?, ?, ?)
      """, latest.arguments + [run, growth.metric, latest.step, latest.time, latest.value])
  }

  private func metricId(named name: String) throws -> Int64 {
    if let id = try value(Int64.self, "SELECT id FROM metric_keys WHERE name = ?", [name]) {
      return id
    }
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

/// What a batch adds to one series.
private struct Growth {
  /// A point in the order that decides which is the latest: (step, time, value), NaN as 0.
  struct Position {
    var step: Int
    var time: Int
    var value: Double
    var isNaN: Bool

    var arguments: StatementArguments { [step, time, value, isNaN] }
  }

  let metric: Int64
  private(set) var points = 0
  private(set) var latest: Position?

  init(metric: Int64) {
    self.metric = metric
  }

  mutating func add(_ point: MetricPoint, time: Int) {
    points += 1
    let isNaN = point.value.isNaN
    let value = isNaN ? 0 : point.value
    if let latest, (point.step, time, value) < (latest.step, latest.time, latest.value) { return }
    latest = Position(step: point.step, time: time, value: value, isNaN: isNaN)
  }
}
