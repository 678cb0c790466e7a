import CKernels

/// What a quantizer does to a set of values.
package struct QuantizationSummary: Equatable {
  /// Mean of (v_hat - v)^2.
  package let meanSquaredError: Double
  /// Share of values with v/s <= -Qn; zero if Qn is.
  package let clippedLow: Double
  /// Share of values with v/s >= Qp.
  package let clippedHigh: Double
  /// Share of values at each code, from the lowest code up.
  package let occupancy: [Double]

  /// - Parameter codes: takes the code of each value, if given; the codes must fit in eight signed bits.
  package init(
    of v: Tensor, step: Float, range: CodeRange, codes: UnsafeMutablePointer<Int8>? = nil
  ) {
    var counts = [Int64](repeating: 0, count: range.count)
    let summary = sc_summarize(
      v.data, v.count, StepQuantizer(step: step, range: range).kernel, codes, &counts)
    let count = Double(v.count)
    meanSquaredError = summary.squared_error / count
    clippedLow = Double(summary.low) / count
    clippedHigh = Double(summary.high) / count
    occupancy = counts.map { Double($0) / count }
  }
}
