/// How the values that a quantizer sees are spread, in bins of equal width.
package struct QuantizerHistogram: Sendable, Codable, Equatable {
  /// Which quantizer, such as "stage1.block1.conv1.weight".
  package var quantizer: String
  /// Updates made before it was taken.
  package var step: Int
  /// s when it was taken.
  package var stepSize: Double
  /// Lower edge of the first bin.
  package var lowest: Double
  /// Upper edge of the last bin.
  package var highest: Double
  /// Values in each bin.
  package var counts: [Int]

  package init(
    quantizer: String, step: Int, stepSize: Double, lowest: Double, highest: Double, counts: [Int]
  ) {
    self.quantizer = quantizer
    self.step = step
    self.stepSize = stepSize
    self.lowest = lowest
    self.highest = highest
    self.counts = counts
  }
}
