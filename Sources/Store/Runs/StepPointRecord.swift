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
      let isNew = try insert.execute { Self.bind(point, quantizer: key, to: $0) }
      guard isNew else { continue }
      added.append(point)
      counts[key, default: 0] += 1
    }
    for (key, count) in counts {
      try execute("UPDATE quantizers SET points = points + ? WHERE key = ?", [count, key])
    }
    return added
  }

  private static func bind(_ point: StepPoint, quantizer: Int64, to row: RowBinding) {
    row.bind(quantizer, at: 1)
    row.bind(Int64(point.step), at: 2)
    row.bind(point.stepSize, at: 3)
    row.bind(point.gradient, at: 4)
    row.bind(point.updateRatio, at: 5)
    row.bind(point.mse, at: 6)
    row.bind(point.clippedLow, at: 7)
    row.bind(point.clippedHigh, at: 8)
    row.bind(point.oscillation, at: 9)
    row.bind(point.unscaledGradient ?? .nan, at: 10)
    row.bind(point.occupancy.map(tenThousandths), at: 11)
  }

  /// Shares as a JSON array of whole numbers, a third as long as with their decimals.
  private static func tenThousandths(_ shares: [Double]) -> String {
    "[" + shares.map { "\(Int(($0 * 10_000).rounded()))" }.joined(separator: ",") + "]"
  }
}

extension Snapshot {
  /// The trajectories of a run's step sizes, at most `maxPoints` each, in the order of the network;
  /// `quantizers` nil for all, `steps` for all of theirs. A longer one keeps its ends and the
  /// smallest and largest step size of every stretch, each with all that was recorded at that step;
  /// with `occupancy`, that of codes too.
  package func stepSizeSeries(
    run id: String, quantizers: [String]? = nil, steps: Range<Int>? = nil, maxPoints: Int,
    occupancy: Bool = false
  ) throws -> [StepSizeSeries] {
    let wanted = quantizers.map(Set.init)
    return try rows(
      "SELECT * FROM quantizers WHERE run = ? ORDER BY position, name", [try runKey(id: id)]
    ).compactMap { row in
      let quantizer = try Self.quantizer(row)
      if let wanted, !wanted.contains(quantizer.id) { return nil }
      return try series(
        quantizer, row: row, steps: steps, maxPoints: maxPoints, occupancy: occupancy)
    }
  }

  private func series(
    _ quantizer: Quantizer, row: Row, steps: Range<Int>?, maxPoints: Int, occupancy: Bool
  ) throws -> StepSizeSeries {
    let key: Int64 = row["key"]
    let total: Int = try steps.map { try count(quantizer: key, steps: $0) } ?? row["points"]
    let range = steps ?? 0..<Int.max
    var thinned = MinMaxDownsampler<StoredNumbers>(total: total, maxPoints: maxPoints)
    let rows = try RowScan(
      db.cachedStatement(
        sql: """
          SELECT step, step_size, gradient, update_ratio, mse, clipped_low, clipped_high,
            oscillation, unscaled_gradient
          FROM step_points WHERE quantizer = ? AND step >= ? AND step < ? ORDER BY step
          """), [key, range.lowerBound, range.upperBound])
    defer { rows.finish() }
    while try rows.next() {
      let numbers = StoredNumbers(rows)
      thinned.add(numbers, value: numbers.stepSize)
    }
    var columns = StepSizeSeries.Columns(occupancy: occupancy)
    for numbers in thinned.finish() {
      columns.append(
        numbers.point(
          of: quantizer.id,
          occupancy: occupancy ? try shares(quantizer: key, step: numbers.step) : nil))
    }
    return StepSizeSeries(
      quantizer: quantizer, points: columns, total: total, downsampled: thinned.isDownsampling)
  }

  private func count(quantizer: Int64, steps: Range<Int>) throws -> Int {
    try value(
      Int.self, "SELECT count(*) FROM step_points WHERE quantizer = ? AND step >= ? AND step < ?",
      [quantizer, steps.lowerBound, steps.upperBound]) ?? 0
  }

  private func shares(quantizer: Int64, step: Int) throws -> [Double]? {
    let row = try RowScan(
      db.cachedStatement(
        sql: "SELECT occupancy FROM step_points WHERE quantizer = ? AND step = ?"),
      [quantizer, step])
    defer { row.finish() }
    guard try row.next(), let tenThousandths = row.text(0) else { return nil }
    let whole: [Int] = try JSONCoding.value(tenThousandths)
    return whole.map { Double($0) / 10_000 }
  }
}

/// The numbers of a step point, and nothing that is counted or copied: a read passes over far more
/// of them than it gives.
private struct StoredNumbers {
  let step: Int
  let stepSize, gradient, updateRatio, mse: Double
  let clippedLow, clippedHigh, oscillation, unscaledGradient: Double

  init(_ row: RowScan) {
    step = row.integer(0)
    stepSize = row.number(1)
    gradient = row.number(2)
    updateRatio = row.number(3)
    mse = row.number(4)
    clippedLow = row.number(5)
    clippedHigh = row.number(6)
    oscillation = row.number(7)
    unscaledGradient = row.number(8)
  }

  func point(of quantizer: String, occupancy: [Double]?) -> StepPoint {
    StepPoint(
      quantizer: quantizer, step: step, stepSize: stepSize, gradient: gradient,
      updateRatio: updateRatio, mse: mse, clippedLow: clippedLow, clippedHigh: clippedHigh,
      oscillation: oscillation, unscaledGradient: unscaledGradient, occupancy: occupancy)
  }
}
