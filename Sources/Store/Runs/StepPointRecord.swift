package import Experiments
import GRDB

extension Transaction {
  /// Adds step points, one a quantizer and step: the first that was stored stays. Returns the new
  /// ones. Throws `.unknownQuantizer`.
  func add(
    stepPoints: [StepPoint], id: String, keys: [String: Int64]
  ) throws -> [StepPoint] {
    var added: [StepPoint] = []
    added.reserveCapacity(stepPoints.count)
    var counts: [Int64: Int] = [:]
    let insert = RowInsert(
      try db.cachedStatement(
        sql: """
          INSERT INTO step_points VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
          """))
    for point in stepPoints {
      guard let key = keys[point.quantizer] else {
        throw StoreError.unknownQuantizer(run: id, id: point.quantizer)
      }
      let isNew = try insert.execute { row in
        row.bind(key, at: 1)
        row.bind(Int64(point.step), at: 2)
        row.bind(point.stepSize, at: 3)
        row.bind(point.gradient, at: 4)
        row.bind(point.updateRatio, at: 5)
        row.bind(point.mse, at: 6)
        row.bind(point.clippedLow, at: 7)
        row.bind(point.clippedHigh, at: 8)
        row.bind(point.oscillation, at: 9)
        row.bind(point.unscaledGradient ?? .nan, at: 10)
        row.bind(point.occupancy.map(Self.tenThousandths), at: 11)
      }
      guard isNew else { continue }
      added.append(point)
      counts[key, default: 0] += 1
    }
    for (key, count) in counts {
      try execute("UPDATE quantizers SET points = points + ? WHERE key = ?", [count, key])
    }
    return added
  }

  /// Shares as a JSON array of whole numbers, a third as long as with their decimals.
  private static func tenThousandths(_ shares: [Double]) -> String {
    "[" + shares.map { "\(Int(($0 * 10_000).rounded()))" }.joined(separator: ",") + "]"
  }
}

extension Snapshot {
  /// The trajectories of a run's step sizes, at most `maxPoints` each, in the order of the network;
  /// `quantizers` nil for all. A longer one keeps its ends and the smallest and largest step size
  /// of every stretch, each with all that was recorded at that step; with `occupancy`, that of codes too.
  package func stepSizeSeries(
    run id: String, quantizers: [String]? = nil, maxPoints: Int, occupancy: Bool = false
  ) throws -> [StepSizeSeries] {
    let wanted = quantizers.map(Set.init)
    return try rows(
      "SELECT * FROM quantizers WHERE run = ? ORDER BY position, name", [try runKey(id: id)]
    ).compactMap { row in
      let quantizer = try Self.quantizer(row)
      if let wanted, !wanted.contains(quantizer.id) { return nil }
      return try series(
        quantizer, key: row["key"], total: row["points"], maxPoints: maxPoints,
        occupancy: occupancy)
    }
  }

  private func series(
    _ quantizer: Quantizer, key: Int64, total: Int, maxPoints: Int, occupancy: Bool
  ) throws -> StepSizeSeries {
    var thinned = MinMaxDownsampler<StepPoint>(total: total, maxPoints: maxPoints)
    let rows = try RowScan(
      db.cachedStatement(sql: "SELECT * FROM step_points WHERE quantizer = ? ORDER BY step"),
      [key])
    defer { rows.finish() }
    while try rows.next() {
      let point = StepPoint(
        quantizer: quantizer.id, step: rows.integer(1), stepSize: rows.number(2),
        gradient: rows.number(3), updateRatio: rows.number(4), mse: rows.number(5),
        clippedLow: rows.number(6), clippedHigh: rows.number(7), oscillation: rows.number(8),
        unscaledGradient: rows.number(9),
        occupancy: occupancy ? try rows.text(10).map(Self.shares) : nil)
      thinned.add(point, value: point.stepSize)
    }
    var columns = StepSizeSeries.Columns(occupancy: occupancy)
    for point in thinned.finish() { columns.append(point) }
    return StepSizeSeries(
      quantizer: quantizer, points: columns, total: total, downsampled: thinned.isDownsampling)
  }

  private static func shares(_ tenThousandths: String) throws -> [Double] {
    let whole: [Int] = try JSONText.decode(tenThousandths)
    return whole.map { Double($0) / 10_000 }
  }
}
