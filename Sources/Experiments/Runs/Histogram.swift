/// How the values before a quantizer are distributed at one step.
package struct Histogram: Codable, Hashable, Sendable {
  package var quantizer: String
  package var step: Int
  /// Lower edge of the first bin and upper edge of the last; bins are of equal width.
  package var low: Double
  package var high: Double
  package var counts: [Int]
  /// s at this step: the levels are its multiples, moved by the offset.
  package var stepSize: Double
  /// The learned offset at this step, by which the levels are moved (Bhalgat et al. 2020, "LSQ+");
  /// nil, which means 0, of a quantizer without one and where it was not recorded.
  package var offset: Double?
  /// The step sizes that would suit these values best, at this offset; nil where that is not known.
  package var bestSteps: BestSteps?

  /// Step sizes of least quantization error (Esser et al. 2020, section 3.6), by what is measured.
  package struct BestSteps: Codable, Hashable, Sendable {
    /// The mean of |v_hat - v|.
    package var mae: Double
    /// The mean of (v_hat - v)^2.
    package var mse: Double
    /// The Kullback-Leibler divergence of the density of v_hat from that of v.
    package var kl: Double

    package init(mae: Double, mse: Double, kl: Double) {
      (self.mae, self.mse, self.kl) = (mae, mse, kl)
    }
  }

  package init(
    quantizer: String, step: Int, low: Double, high: Double, counts: [Int], stepSize: Double,
    offset: Double? = nil, bestSteps: BestSteps? = nil
  ) {
    self.quantizer = quantizer
    self.step = step
    self.low = low
    self.high = high
    self.counts = counts
    self.stepSize = stepSize
    self.offset = offset
    self.bestSteps = bestSteps
  }
}

extension Histogram {
  package init(_ reader: FieldReader) {
    self.init(
      quantizer: reader.name("quantizer", about: "The quantizer's id."),
      step: reader.integer("step", in: 0...Int(Int32.max), about: "The optimizer step."),
      low: reader.value("low", about: "Lower edge of the first bin."),
      high: reader.value(
        "high", about: "Upper edge of the last bin; bins are of equal width."),
      counts: reader.list(
        "counts", of: "whole numbers from 0", items: ["type": "integer", "minimum": 0],
        maximum: 65_536, about: "Values in each bin."
      ) {
        if case .integer(let count) = $0, count >= 0 { count } else { nil }
      },
      stepSize: reader.value(
        "stepSize", about: "s at this step: the levels are its multiples, moved by the offset."),
      offset: reader.optionalValue(
        "offset", about: "The offset of the levels at this step; null is 0."),
      bestSteps: reader.optionalObject(
        "bestSteps", about: "The step sizes that would suit these values best, at this offset.",
        BestSteps.init(_:)))
    if low > high { reader.report("high", "\(high) is below the lower edge, \(low)") }
  }
}

extension Histogram.BestSteps {
  package init(_ reader: FieldReader) {
    self.init(
      mae: reader.value("mae", about: "That of the least mean absolute error."),
      mse: reader.value("mse", about: "That of the least mean squared error."),
      kl: reader.value("kl", about: "That of the least divergence of densities."))
  }
}
