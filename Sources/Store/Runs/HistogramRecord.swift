package import Experiments
import GRDB

extension Snapshot {
  /// Histograms of a run in order of (quantizer, step): of one quantizer, of one step, or all, but
  /// at most `limit`.
  package func histograms(
    run id: String, quantizer: String? = nil, step: Int? = nil, limit: Int = 1000
  ) throws -> [Histogram] {
    try rows(
      """
      SELECT histograms.*, quantizers.name FROM quantizers
      JOIN histograms ON histograms.quantizer = quantizers.key
      WHERE quantizers.run = ?1 AND (?2 IS NULL OR quantizers.name = ?2)
        AND (?3 IS NULL OR histograms.step = ?3)
      ORDER BY quantizers.position, quantizers.name, histograms.step LIMIT ?4
      """, [try runKey(id: id), quantizer, step, limit]
    ).map { row in
      Histogram(
        quantizer: row["name"], step: row["step"], low: row["low"] ?? .nan,
        high: row["high"] ?? .nan, counts: try JSONText.decode(row["counts"]),
        stepSize: row["step_size"] ?? .nan, bestSteps: Self.bestSteps(row))
    }
  }
}

extension Snapshot {
  private static func bestSteps(_ row: Row) -> Histogram.BestSteps? {
    guard let mae: Double = row["best_mae"], let mse: Double = row["best_mse"],
      let kl: Double = row["best_kl"]
    else { return nil }
    return Histogram.BestSteps(mae: mae, mse: mse, kl: kl)
  }
}

extension Transaction {
  /// Adds histograms, one a quantizer and step: the first that was stored stays. Throws
  /// `.unknownQuantizer`.
  func add(histograms: [Histogram], id: String, keys: [String: Int64]) throws {
    for histogram in histograms {
      guard let key = keys[histogram.quantizer] else {
        throw StoreError.unknownQuantizer(run: id, id: histogram.quantizer)
      }
      try execute(
        "INSERT INTO histograms VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [
          key, histogram.step, histogram.low, histogram.high,
          try JSONText.encode(histogram.counts), histogram.stepSize, histogram.bestSteps?.mae,
          histogram.bestSteps?.mse, histogram.bestSteps?.kl,
        ])
    }
  }
}
