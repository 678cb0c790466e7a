/// The lowest and the highest value of a metric. The infinities count, NaN does not.
package struct MetricExtremes: Codable, Hashable, Sendable {
  package var min: Double
  package var max: Double

  package init(min: Double, max: Double) {
    self.min = min
    self.max = max
  }
}
