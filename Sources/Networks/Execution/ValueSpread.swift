package import Tensors

/// A histogram of the values that a quantizer sees.
package struct ValueSpread: Equatable {
  /// Bins of a histogram.
  package static let bins = 128

  /// s when it was taken.
  package let stepSize: Float
  /// Lower edge of the first bin: the lowest value.
  package let lowest: Float
  /// Upper edge of the last bin: the highest value.
  package let highest: Float
  /// Values in each bin.
  package let counts: [Int]

  package init(of v: Tensor, stepSize: Float) {
    let range = v.range()
    self.stepSize = stepSize
    lowest = range.lowest
    // One bin wide if all values are the same.
    highest = range.highest > range.lowest ? range.highest : range.lowest + stepSize
    counts = v.histogram(bins: Self.bins, lowest: lowest, highest: highest)
  }
}
