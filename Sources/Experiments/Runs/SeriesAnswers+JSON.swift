import Dispatch
import Synchronization

// By the encoder, ten series of 1,000 points take 12.6 ms and the trajectories of 22 quantizers
// with 400 points each 51 ms; written so on one thread 2.5 and 8.8 ms (one core of an AMD EPYC, Zen
// 3).

extension MetricsAnswer {
  /// The same as the encoder's JSON.
  package func json() -> [UInt8] {
    var json = JSONBytes(capacity: 64 + series.reduce(0) { $0 + 48 * $1.points.count })
    json.raw("{\"series\":")
    json.array(series) { json, series in
      json.raw("{\"downsampled\":")
      json.bool(series.downsampled)
      json.raw(",\"key\":")
      json.string(series.key)
      json.raw(",\"points\":")
      json.array(series.points) { json, point in
        json.raw("[")
        json.integer(point.step)
        json.raw(",")
        json.number(point.value)
        json.raw(",")
        json.integer(point.timeMs)
        json.raw("]")
      }
      json.raw(",\"total\":")
      json.integer(series.total)
      json.raw("}")
    }
    json.raw("}")
    return json.bytes
  }
}

extension StepSizesAnswer {
  /// The same as the encoder's JSON, written by as many threads as are free: a network has dozens
  /// of quantizers.
  package func json() -> [UInt8] {
    let parts = Mutex([JSONBytes?](repeating: nil, count: quantizers.count))
    DispatchQueue.concurrentPerform(iterations: quantizers.count) { index in
      var json = JSONBytes(capacity: 256 + 160 * quantizers[index].points.step.count)
      json.series(quantizers[index])
      parts.withLock { $0[index] = json }
    }
    let written = parts.withLock { $0.compactMap { $0 } }
    var json = JSONBytes(capacity: 64 + written.reduce(0) { $0 + $1.bytes.count + 1 })
    json.raw("{\"quantizers\":")
    json.array(written) { json, part in json.json(part) }
    json.raw("}")
    return json.bytes
  }
}

extension JSONBytes {
  fileprivate mutating func series(_ series: StepSizeSeries) {
    raw("{\"bits\":")
    integer(series.bits)
    raw(",\"downsampled\":")
    bool(series.downsampled)
    raw(",\"id\":")
    string(series.id)
    raw(",\"kind\":")
    string(series.kind.rawValue)
    raw(",\"layer\":")
    string(series.layer)
    raw(",\"points\":")
    columns(series.points)
    raw(",\"signed\":")
    bool(series.signed)
    raw(",\"total\":")
    integer(series.total)
    raw("}")
  }

  private mutating func columns(_ points: StepSizeSeries.Columns) {
    raw("{\"clippedHigh\":")
    array(points.clippedHigh) { $0.number($1) }
    raw(",\"clippedLow\":")
    array(points.clippedLow) { $0.number($1) }
    raw(",\"gradient\":")
    array(points.gradient) { $0.number($1) }
    raw(",\"mse\":")
    array(points.mse) { $0.number($1) }
    if let occupancy = points.occupancy {
      raw(",\"occupancy\":")
      array(occupancy) { json, shares in json.array(shares) { $0.number($1) } }
    }
    raw(",\"oscillation\":")
    array(points.oscillation) { $0.number($1) }
    raw(",\"step\":")
    array(points.step) { $0.integer($1) }
    raw(",\"stepSize\":")
    array(points.stepSize) { $0.number($1) }
    raw(",\"unscaledGradient\":")
    array(points.unscaledGradient) { $0.number($1) }
    raw(",\"updateRatio\":")
    array(points.updateRatio) { $0.number($1) }
    raw("}")
  }
}
