/// One point of a quantizer's trajectory, taken after the backward pass and before the update of
/// `step`. Shares and the error are of the values that `Observation` says.
package struct QuantizerPoint: Sendable, Equatable {
  /// Which quantizer, such as "stage1.block1.conv1.weight".
  package var quantizer: String
  /// Updates made before this point.
  package var step: Int
  /// s, in units of the values.
  package var stepSize: Double
  /// dL/ds without the factor g.
  package var unscaledGradient: Double
  /// dL/ds times g: what the optimizer sees of a step size that it moves, before `clipNorm`.
  package var gradient: Double
  /// R = (|g dL/ds| / s) / (||dL/dw|| / ||w||), w the float32 weights of the layer whose weights or
  /// input is quantized; 0 if they have no gradient. Esser et al. 2020, Eq. 4.
  package var updateRatio: Double
  /// Mean of (v_hat - v)^2.
  package var meanSquaredError: Double
  /// Share of values with (v - offset)/s <= -Qn; zero if Qn is and there is no offset. Only the
  /// activations of lsq+ have one.
  package var clippedLow: Double
  /// Share of values with (v - offset)/s >= Qp.
  package var clippedHigh: Double
  /// Share of the weights whose code changed since the last point; nil for activations.
  package var oscillation: Double?
  /// Share of the values at each code, from the lowest code up.
  package var occupancy: [Double]

  package init(
    quantizer: String, step: Int, stepSize: Double, unscaledGradient: Double, gradient: Double,
    updateRatio: Double, meanSquaredError: Double, clippedLow: Double, clippedHigh: Double,
    oscillation: Double?, occupancy: [Double]
  ) {
    self.quantizer = quantizer
    self.step = step
    self.stepSize = stepSize
    self.unscaledGradient = unscaledGradient
    self.gradient = gradient
    self.updateRatio = updateRatio
    self.meanSquaredError = meanSquaredError
    self.clippedLow = clippedLow
    self.clippedHigh = clippedHigh
    self.oscillation = oscillation
    self.occupancy = occupancy
  }
}
