/// How the values before a quantizer are distributed at one step.
package struct Histogram: Codable, Hashable, Sendable {
  package var quantizer: String
  package var step: Int
  /// Lower edge of the first bin and upper edge of the last; bins are of equal width.
  package var low: Double
  package var high: Double
  package var counts: [Int]
  /// s at this step: the levels are its multiples.
  package var stepSize: Double

  package init(
    quantizer: String, step: Int, low: Double, high: Double, counts: [Int], stepSize: Double
  ) {
    self.quantizer = quantizer
    self.step = step
    self.low = low
    self.high = high
    self.counts = counts
    self.stepSize = stepSize
  }
}
