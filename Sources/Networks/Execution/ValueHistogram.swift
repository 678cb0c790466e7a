package import Tensors

/// A histogram of the values that a quantizer sees, and the step sizes that would suit them best.
package struct ValueHistogram: Equatable {
  /// Bins of a histogram.
  package static let bins = 128

  /// s when it was taken.
  package let stepSize: Float
  /// The offset then; nil of a quantizer without one.
  package let offset: Float?
  /// Lower edge of the first bin: the lowest value.
  package let lowest: Float
  /// Upper edge of the last bin: the highest value.
  package let highest: Float
  /// Values in each bin.
  package let counts: [Int]
  /// The step size of least error at this offset, by each measure; empty if all values are zero.
  package let bestSteps: [ErrorMeasure: Float]

  package init(of v: Tensor, stepSize: Float, offset: Float?, range: CodeRange) {
    let ends = v.range()
    self.stepSize = stepSize
    self.offset = offset
    lowest = ends.lowest
    // One bin wide if all values are the same.
    highest = ends.highest > ends.lowest ? ends.highest : ends.lowest + stepSize
    counts = v.histogram(bins: Self.bins, lowest: lowest, highest: highest).map(Int.init)
    let fit = StepFit(v, offset: offset)
    var best: [ErrorMeasure: Float] = [:]
    for measure in ErrorMeasure.allCases { best[measure] = fit.bestStep(measure, range: range) }
    bestSteps = best
  }
}
