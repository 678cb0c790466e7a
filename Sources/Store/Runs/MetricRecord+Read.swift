package import Experiments
import Foundation
import GRDB

/// A place among the points of a run, in order of (metric, step, time, value).
package struct MetricPosition: Hashable, Sendable {
  var metric: Int64
  var step: Int
  var time: Int
  var value: Double
  var isNaN: Bool
}

extension Snapshot {
  /// The series of a run for drawing, at most `maxPoints` each; `keys` nil for all of them,
  /// `steps` for all of theirs. A longer series keeps its ends and the minimum and maximum of every
  /// stretch.
  ///
  /// Reads the points in order, one at a time: memory is bound by what is returned.
  package func metricSeries(
    run id: String, keys: [String]? = nil, steps: Range<Int>? = nil, maxPoints: Int
  ) throws -> [MetricSeries] {
    let run = try runKey(id: id)
    let wanted = keys.map(Set.init)
    return try rows(
      """
      SELECT latest_metrics.metric, latest_metrics.points, metric_keys.name
      FROM latest_metrics JOIN metric_keys ON metric_keys.id = latest_metrics.metric
      WHERE latest_metrics.run = ? ORDER BY metric_keys.name
      """, [run]
    ).compactMap { row in
      let key: String = row["name"]
      if let wanted, !wanted.contains(key) { return nil }
      return try series(key: key, row: row, run: run, steps: steps, maxPoints: maxPoints)
    }
  }

  private func series(
    key: String, row: Row, run: Int64, steps: Range<Int>?, maxPoints: Int
  ) throws -> MetricSeries {
    let metric: Int64 = row["metric"]
    let total: Int =
      try steps.map { try count(run: run, metric: metric, steps: $0) } ?? row["points"]
    let range = steps ?? Self.allSteps
    var thinned = MinMaxDownsampler<MetricSeries.Point>(total: total, maxPoints: maxPoints)
    let rows = try RowScan(
      db.cachedStatement(
        sql: """
          SELECT step, value, time, is_nan FROM metric_points
          WHERE run = ? AND metric = ? AND step >= ? AND step < ?
          ORDER BY step, time, value, is_nan
          """), [run, metric, range.lowerBound, range.upperBound])
    defer { rows.finish() }
    while try rows.next() {
      let value = rows.integer(3) == 1 ? .nan : rows.number(1)
      let point = MetricSeries.Point(
        step: rows.integer(0), value: value, timeMs: rows.integer(2))
      thinned.add(point, value: value)
    }
    return MetricSeries(
      key: key, points: thinned.finish(), total: total, downsampled: thinned.isDownsampling)
  }

  private static let allSteps = Int.min..<Int.max

  private func count(run: Int64, metric: Int64, steps: Range<Int>) throws -> Int {
    try value(
      Int.self,
      """
      SELECT count(*) FROM metric_points WHERE run = ? AND metric = ? AND step >= ? AND step < ?
      """, [run, metric, steps.lowerBound, steps.upperBound]) ?? 0
  }

  /// Points of a run in order of (key as first logged, step, time), a page at a time, so that
  /// a slow reader holds no snapshot open. `next` is nil on the last page.
  package func metricPoints(
    run id: String, keys: [String]? = nil, steps: Range<Int>? = nil,
    after: MetricPosition? = nil, limit: Int
  ) throws -> (points: [MetricPoint], next: MetricPosition?) {
    let from = after ?? MetricPosition(metric: -1, step: 0, time: 0, value: 0, isNaN: false)
    let range = steps ?? Self.allSteps
    let rows = try rows(
      """
      SELECT points.*, metric_keys.name FROM metric_points AS points
      JOIN metric_keys ON metric_keys.id = points.metric
      WHERE points.run = ?
        AND (points.metric, points.step, points.time, points.value, points.is_nan)
          > (?, ?, ?, ?, ?)
        AND points.step >= ? AND points.step < ?
        AND (? IS NULL OR metric_keys.name IN (SELECT value FROM json_each(?)))
      ORDER BY points.metric, points.step, points.time, points.value, points.is_nan LIMIT ?
      """,
      [
        try runKey(id: id), from.metric, from.step, from.time, from.value, from.isNaN,
        range.lowerBound, range.upperBound, try keys.map(JSONCoding.text),
        try keys.map(JSONCoding.text), limit,
      ])
    let points = rows.map { row in
      MetricPoint(
        key: row["name"], step: row["step"], value: (row["is_nan"] as Bool) ? .nan : row["value"],
        time: row.requiredDate("time"))
    }
    guard rows.count == limit, let last = rows.last else { return (points, nil) }
    let next = MetricPosition(
      metric: last["metric"], step: last["step"], time: last["time"], value: last["value"],
      isNaN: last["is_nan"])
    return (points, next)
  }

  /// The lowest and the highest value of some metrics of runs, by the runs' keys. One pass over
  /// their points.
  func extremes(
    of keys: [String], runs: [Int64]
  ) throws -> [Int64: [String: MetricExtremes]] {
    let rows = try rows(
      """
      SELECT points.run, metric_keys.name, min(points.value) AS low, max(points.value) AS high
      FROM metric_points AS points JOIN metric_keys ON metric_keys.id = points.metric
      WHERE points.run IN (SELECT value FROM json_each(?)) AND points.is_nan = 0
        AND points.metric IN (
          SELECT id FROM metric_keys WHERE name IN (SELECT value FROM json_each(?)))
      GROUP BY points.run, points.metric
      """, [Self.list(runs), try JSONCoding.text(keys)])
    return rows.reduce(into: [:]) { extremes, row in
      extremes[row["run"], default: [:]][row["name"]] =
        MetricExtremes(min: row["low"], max: row["high"])
    }
  }

  /// The latest point of each metric of runs, by the runs' keys.
  func latestMetrics(runs: [Int64]) throws -> [Int64: [String: MetricPoint]] {
    let rows = try RowScan(
      db.cachedStatement(
        sql: """
          SELECT latest_metrics.run, metric_keys.name, latest_metrics.step, latest_metrics.value,
            latest_metrics.time, latest_metrics.is_nan
          FROM latest_metrics JOIN metric_keys ON metric_keys.id = latest_metrics.metric
          WHERE latest_metrics.run IN (SELECT value FROM json_each(?))
          """), [Self.list(runs)])
    defer { rows.finish() }
    var latest: [Int64: [String: MetricPoint]] = [:]
    while try rows.next() {
      guard let key = rows.text(1) else { continue }
      latest[Int64(rows.integer(0)), default: [:]][key] = MetricPoint(
        key: key, step: rows.integer(2), value: rows.integer(5) == 1 ? .nan : rows.number(3),
        time: Timestamp.date(milliseconds: rows.integer(4)))
    }
    return latest
  }
}
