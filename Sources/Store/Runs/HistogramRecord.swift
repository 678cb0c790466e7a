package import Experiments
import GRDB

extension Snapshot {
  /// Histograms of a run in order of (quantizer, step): of one quantizer, of one step, or all.
  /// Throws `.invalidCursor` for a cursor of another list, be it that of another run.
  package func histograms(
    run id: String, quantizer: String? = nil, step: Int? = nil,
    _ page: PageRequest = PageRequest(limit: PageRequest.maximum)
  ) throws -> Page<Histogram> {
    let run = try runKey(id: id)
    let last = try page.cursor.map { try place($0, run: run) }
    let rows = try rows(
      """
      SELECT histograms.*, quantizers.name FROM quantizers
      JOIN histograms ON histograms.quantizer = quantizers.key
      WHERE quantizers.run = ?1 AND (?2 IS NULL OR quantizers.name = ?2)
        AND (?3 IS NULL OR histograms.step = ?3)
        AND (?4 IS NULL OR (quantizers.position, quantizers.name, histograms.step)
          > (SELECT position, name, ?5 FROM quantizers WHERE key = ?4))
      ORDER BY quantizers.position, quantizers.name, histograms.step LIMIT ?6
      """,
      [run, quantizer, step, last?.quantizer, last?.step, page.limit + 1])
    return try Page(
      rows, page, cursor: { Place(quantizer: $0["quantizer"], step: $0["step"]).cursor },
      items: { try $0.map(Self.histogram) })
  }

  /// Where a histogram is, as the key of a cursor: its step in the lower 32 bits, its quantizer
  /// above.
  private struct Place {
    var quantizer: Int64
    var step: Int64

    init(quantizer: Int64, step: Int64) {
      (self.quantizer, self.step) = (quantizer, step)
    }

    init(cursor: PageCursor) {
      self.init(quantizer: cursor.key >> 32, step: cursor.key & 0xffff_ffff)
    }

    var cursor: PageCursor { PageCursor(.histograms, key: quantizer << 32 | step) }
  }

  private func place(_ cursor: PageCursor, run: Int64) throws -> Place {
    try cursor.check(isOf: .histograms)
    let place = Place(cursor: cursor)
    let owner = try value(Int64.self, "SELECT run FROM quantizers WHERE key = ?", [place.quantizer])
    guard owner == run else { throw StoreError.invalidCursor(cursor.text) }
    return place
  }

  private static func histogram(_ row: Row) throws -> Histogram {
    Histogram(
      quantizer: row["name"], step: row["step"], low: row["low"] ?? .nan,
      high: row["high"] ?? .nan, counts: try JSONCoding.value(row["counts"]),
      stepSize: row["step_size"] ?? .nan, offset: row["offset"],
      bestSteps: bestSteps(row))
  }

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
        "INSERT INTO histograms VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [
          key, histogram.step, histogram.low, histogram.high,
          try JSONCoding.text(histogram.counts), histogram.stepSize, histogram.bestSteps?.mae,
          histogram.bestSteps?.mse, histogram.bestSteps?.kl, histogram.offset,
        ])
    }
  }
}
