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
          INSERT INTO step_points VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
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
}

extension Snapshot {
  /// The trajectories of a run's step sizes, at most `maxPoints` each, in the order of the network;
  /// `quantizers` nil for all. A longer one keeps its ends and the smallest and largest step size
  /// of every stretch, each with all that was recorded at that step.
  package func stepSizeSeries(
    run id: String, quantizers: [String]? = nil, maxPoints: Int
  ) throws -> [StepSizeSeries] {
    let wanted = quantizers.map(Set.init)
    return try rows(
      "SELECT * FROM quantizers WHERE run = ? ORDER BY position, name", [try runKey(id: id)]
    ).compactMap { row in
      let quantizer = try Self.quantizer(row)
      if let wanted, !wanted.contains(quantizer.id) { return nil }
      return try series(quantizer, key: row["key"], total: row["points"], maxPoints: maxPoints)
    }
  }

  private func series(
    _ quantizer: Quantizer, key: Int64, total: Int, maxPoints: Int
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
        clippedLow: rows.number(6), clippedHigh: rows.number(7), oscillation: rows.number(8))
      thinned.add(point, value: point.stepSize)
    }
    var columns = StepSizeSeries.Columns()
    for point in thinned.finish() { columns.append(point) }
    return StepSizeSeries(
      quantizer: quantizer, points: columns, total: total, downsampled: thinned.isDownsampling)
  }
}
