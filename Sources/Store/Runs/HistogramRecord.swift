package import Experiments
import GRDB

extension Snapshot {
  /// So many bytes of JSON end a page, with the histogram that brings it there.
  private static let pageBytes = 4 << 20

  /// Histograms of a run in order of (quantizer, step): of one quantizer, of one step, or all. They
  /// are the JSON of a page of `Histogram`, which ends before its limit where it grows large; the
  /// counts are copied as they were stored.
  ///
  /// Throws `.invalidCursor` for a cursor of another list, be it that of another run.
  package func histograms(
    run id: String, quantizer: String? = nil, step: Int? = nil,
    _ page: PageRequest = PageRequest(limit: PageRequest.maximum)
  ) throws -> JSONPage {
    let run = try runKey(id: id)
    let places = try places(run: run, quantizer: quantizer, step: step, page)
    var (items, count) = (JSONBytes(capacity: 1 << 16), 0)
    for place in places.prefix(page.limit) {
      if items.bytes.count >= Self.pageBytes { break }
      if count > 0 { items.raw(",") }
      try add(place, to: &items)
      count += 1
    }
    let next = count < places.count ? places[count - 1].cursor.text : nil
    return JSONPage(capacity: items.bytes.count + 64, nextCursor: next) { json in
      json.raw("[")
      json.json(items)
      json.raw("]")
    }
  }

  /// Where the histograms of a page are, and the one after it. They are sorted without their counts,
  /// which may be many.
  private func places(
    run: Int64, quantizer: String?, step: Int?, _ page: PageRequest
  ) throws -> [Place] {
    let last = try page.cursor.map { try place($0, run: run) }
    return try rows(
      """
      SELECT histograms.quantizer, histograms.step FROM quantizers
      JOIN histograms ON histograms.quantizer = quantizers.key
      WHERE quantizers.run = ?1 AND (?2 IS NULL OR quantizers.name = ?2)
        AND (?3 IS NULL OR histograms.step = ?3)
        AND (?4 IS NULL OR (quantizers.position, quantizers.name, histograms.step)
          > (SELECT position, name, ?5 FROM quantizers WHERE key = ?4))
      ORDER BY quantizers.position, quantizers.name, histograms.step LIMIT ?6
      """,
      [run, quantizer, step, last?.quantizer, last?.step, page.limit + 1]
    ).map { Place(quantizer: $0["quantizer"], step: $0["step"]) }
  }

  private func add(_ place: Place, to json: inout JSONBytes) throws {
    let rows = try RowScan(
      db.cachedStatement(
        sql: """
          SELECT quantizers.name, step, low, high, step_size, offset, best_mae, best_mse, best_kl,
            counts
          FROM histograms JOIN quantizers ON quantizers.key = histograms.quantizer
          WHERE quantizer = ? AND step = ?
          """), [place.quantizer, place.step])
    defer { rows.finish() }
    if try rows.next() { json.histogram(rows) }
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
}

extension JSONBytes {
  /// Adds the histogram of a row, as the encoder writes it. In the store NaN is NULL.
  fileprivate mutating func histogram(_ row: RowScan) {
    let (mae, mse, kl) = (row.number(6), row.number(7), row.number(8))
    raw("{")
    if !(mae.isNaN && mse.isNaN && kl.isNaN) {
      raw("\"bestSteps\":{")
      number("kl", kl)
      number("mae", mae)
      number("mse", mse)
      raw("}")
    }
    key("counts")
    json(row.text(9) ?? "[]")
    number("high", row.number(3))
    number("low", row.number(2))
    let offset = row.number(5)
    if !offset.isNaN { number("offset", offset) }
    key("quantizer")
    string(row.text(0) ?? "")
    key("step")
    integer(row.integer(1))
    number("stepSize", row.number(4))
    raw("}")
  }

  private mutating func number(_ name: StaticString, _ value: Double) {
    key(name)
    number(value)
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
