import Experiments
import Foundation
import GRDB

/// What one job came to for one row of a table: beside the row's own labels, further ones and
/// values by measure.
private struct StudyResult {
  var labels: [String: String] = [:]
  var values: [String: Double]
}

extension Snapshot {
  /// The results of the jobs that have succeeded, averaged over the seeds of each row.
  func table(of layout: StudyLayout) throws -> StudyTable {
    switch layout.measure {
    case .results:
      let measures = ["testAccuracy", "bestTestAccuracy", "testLoss", "modelBytes", "trainSeconds"]
      return try table(of: layout, measures: measures) { run in
        let latest = try latestMetrics(runs: [run])[run] ?? [:]
        var values: [String: Double] = [:]
        for measure in measures { values[measure] = latest[measure]?.value }
        return [StudyResult(values: values)]
      }
    case .updateRatio:
      return try table(of: layout, measures: ["updateRatio"], perLayer: true) { run in
        Self.summarized(try updateRatios(run: run)) { ratios in
          exp(ratios.reduce(0) { $0 + Foundation.log($1) } / Double(ratios.count))
        }
      }
    case .quantizationError:
      return try table(of: layout, measures: ["fromMae", "fromMse", "fromKl"], perLayer: true) {
        Self.summarized(try stepSizeDifferences(run: $0)) { $0.reduce(0, +) / Double($0.count) }
      }
    }
  }

  private func table(
    of layout: StudyLayout, measures: [String], perLayer: Bool = false,
    results: (_ run: Int64) throws -> [StudyResult]
  ) throws -> StudyTable {
    var rows: [StudyTable.Row] = []
    for row in layout.rows {
      let jobs: [(run: Int64, state: JobState)] = try self.rows(
        """
        SELECT run, state FROM jobs JOIN runs ON runs.key = jobs.run AND runs.deleted_at IS NULL
        WHERE jobs.id IN (SELECT value FROM json_each(?))
        """,
        [try JSONCoding.text(row.jobs)]
      ).map { ($0["run"], try $0.word("state")) }
      let failed = jobs.count { [.failed, .timedOut].contains($0.state) }
      var order: [[String: String]] = perLayer ? [] : [[:]]
      var values: [[String: String]: [String: [Double]]] = [:]
      for job in jobs where job.state == .succeeded {
        for result in try results(job.run) {
          if !order.contains(result.labels) { order.append(result.labels) }
          for (measure, value) in result.values {
            values[result.labels, default: [:]][measure, default: []].append(value)
          }
        }
      }
      // A row of which nothing is known yet is shown all the same.
      for labels in order.isEmpty ? [[:]] : order {
        rows.append(
          StudyTable.Row(
            labels: row.labels.merging(labels) { $1 },
            values: (values[labels] ?? [:]).compactMapValues { Statistic($0) }, jobs: row.jobs,
            failed: failed))
      }
    }
    return StudyTable(
      keys: layout.keys + (perLayer ? ["kind", "layer"] : []), measures: measures, rows: rows)
  }

  /// The results of layers, after those of all weights and of all activations together.
  private static func summarized(
    _ layers: [StudyResult], _ summary: ([Double]) -> Double
  ) -> [StudyResult] {
    let all = Quantizer.Kind.allCases.map { kind in
      let ofKind = layers.filter { $0.labels["kind"] == kind.rawValue }
      let measures = Set(ofKind.flatMap(\.values.keys))
      var values: [String: Double] = [:]
      for measure in measures {
        values[measure] = summary(ofKind.compactMap { $0.values[measure] })
      }
      return StudyResult(labels: ["kind": kind.rawValue, "layer": "all"], values: values)
    }
    return all + layers
  }

  /// The mean of R over a training, of each quantizer. Esser et al. 2020, Eq. 4.
  private func updateRatios(run: Int64) throws -> [StudyResult] {
    try rows(
      """
      SELECT kind, layer, avg(update_ratio) AS ratio FROM quantizers
      JOIN step_points ON step_points.quantizer = quantizers.key
      WHERE run = ? AND update_ratio > 0 GROUP BY quantizers.key ORDER BY position, name
      """, [run]
    ).map { row in
      StudyResult(
        labels: ["kind": row["kind"], "layer": row["layer"]], values: ["updateRatio": row["ratio"]])
    }
  }

  /// |s - s_min| / s_min of each quantizer at the last histogram. Esser et al. 2020, section 3.6.
  private func stepSizeDifferences(run: Int64) throws -> [StudyResult] {
    try rows(
      """
      SELECT kind, layer, step_size, best_mae, best_mse, best_kl FROM quantizers
      JOIN histograms ON histograms.quantizer = quantizers.key
      WHERE run = ? AND step = (SELECT max(step) FROM histograms WHERE quantizer = quantizers.key)
      ORDER BY position, name
      """, [run]
    ).map { row in
      let s: Double = row["step_size"] ?? .nan
      var values: [String: Double] = [:]
      for (measure, column) in [
        ("fromMae", "best_mae"), ("fromMse", "best_mse"), ("fromKl", "best_kl"),
      ] {
        if let best: Double = row[column], s.isFinite { values[measure] = abs(s - best) / best }
      }
      return StudyResult(labels: ["kind": row["kind"], "layer": row["layer"]], values: values)
    }
  }
}
