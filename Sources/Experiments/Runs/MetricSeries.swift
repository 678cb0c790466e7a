/// The points of one metric, in order of (step, time), perhaps thinned out for drawing.
package struct MetricSeries: Codable, Sendable {
  package var key: String
  package var points: [Point]
  /// How many points are stored.
  package var total: Int
  /// Whether `points` is a selection that keeps the minimum and maximum of every stretch.
  package var downsampled: Bool

  /// `[step, value, timeMs]` in JSON.
  package struct Point: Hashable, Sendable {
    package var step: Int
    package var value: Double
    /// Milliseconds since 1970.
    package var timeMs: Int

    package init(step: Int, value: Double, timeMs: Int) {
      self.step = step
      self.value = value
      self.timeMs = timeMs
    }
  }

  package init(key: String, points: [Point], total: Int, downsampled: Bool) {
    self.key = key
    self.points = points
    self.total = total
    self.downsampled = downsampled
  }
}

extension MetricSeries.Point: Codable {
  package init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    step = try container.decode(Int.self)
    value = try container.decode(Double.self)
    timeMs = try container.decode(Int.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    try container.encode(step)
    try container.encode(value)
    try container.encode(timeMs)
  }
}
