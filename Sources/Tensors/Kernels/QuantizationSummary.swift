import CKernels

/// What a quantizer does to a set of values.
package struct QuantizationSummary: Equatable {
  /// Mean of (v_hat - v)^2.
  package let meanSquaredError: Double
  /// Share of values with (v - offset)/s <= -Qn; zero if Qn is and there is no offset.
  package let clippedLow: Double
  /// Share of values with (v - offset)/s >= Qp.
  package let clippedHigh: Double
  /// Share of values at each code, from the lowest code up.
  package let occupancy: [Double]

  /// - Parameter codes: takes the code of each value, if given; the codes must fit in eight signed
  ///   bits.
  package init(
    of v: Tensor, by quantizer: StepQuantizer, codes: UnsafeMutablePointer<Int8>? = nil
  ) {
    let levels = Int(quantizer.kernel.highest - quantizer.kernel.lowest) + 1
    var counts = [Int64](repeating: 0, count: levels)
    let summary = sc_summarize(v.data, v.count, quantizer.kernel, codes, &counts)
    let count = Double(v.count)
    meanSquaredError = summary.squared_error / count
    clippedLow = Double(summary.low) / count
    clippedHigh = Double(summary.high) / count
    occupancy = counts.map { Double($0) / count }
  }
}
