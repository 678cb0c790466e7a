/// How the values that a quantizer sees are spread, in bins of equal width.
package struct QuantizerHistogram: Sendable, Equatable {
  /// Which quantizer, such as "stage1.block1.conv1.weight".
  package var quantizer: String
  /// Updates made before it was taken.
  package var step: Int
  /// s when it was taken.
  package var stepSize: Double
  /// The offset then; nil of a quantizer without one, which all are but activations of lsq+.
  package var offset: Double?
  /// Lower edge of the first bin.
  package var lowest: Double
  /// Upper edge of the last bin.
  package var highest: Double
  /// Values in each bin.
  package var counts: [Int]
  /// The step sizes of least quantization error for these values at this offset; nil if all are
  /// zero.
  package var bestSteps: BestSteps?

  /// By what is measured. Esser et al. 2020, section 3.6.
  package struct BestSteps: Sendable, Equatable {
    package var mae: Double
    package var mse: Double
    package var kl: Double

    package init(mae: Double, mse: Double, kl: Double) {
      (self.mae, self.mse, self.kl) = (mae, mse, kl)
    }
  }

  package init(
    quantizer: String, step: Int, stepSize: Double, offset: Double? = nil, lowest: Double,
    highest: Double, counts: [Int], bestSteps: BestSteps? = nil
  ) {
    self.quantizer = quantizer
    self.step = step
    self.stepSize = stepSize
    self.offset = offset
    self.lowest = lowest
    self.highest = highest
    self.counts = counts
    self.bestSteps = bestSteps
  }
}
