/// The state of one quantizer at one step.
package struct StepPoint: Codable, Hashable, Sendable {
  package var quantizer: String
  package var step: Int
  /// s.
  package var stepSize: Double
  /// dL/ds times the gradient scale g: what the optimizer sees.
  package var gradient: Double
  /// R = (|dL/ds| / s) / (||dL/dw|| / ||w||) (Esser et al. 2020, Eq. 4).
  package var updateRatio: Double
  /// Mean of (v_hat - v)^2.
  package var mse: Double
  /// Share of values at or below -Qn * s, 0...1.
  package var clippedLow: Double
  /// Share of values at or above Qp * s, 0...1.
  package var clippedHigh: Double
  /// Share of codes that changed since the last record, 0...1; 0 for activations.
  package var oscillation: Double
  /// dL/ds without the gradient scale; nil where it was not recorded.
  package var unscaledGradient: Double?
  /// Share of values at each code, from the lowest up, to four decimals; nil where it was not recorded.
  package var occupancy: [Double]?

  package init(
    quantizer: String, step: Int, stepSize: Double, gradient: Double, updateRatio: Double,
    mse: Double, clippedLow: Double, clippedHigh: Double, oscillation: Double,
    unscaledGradient: Double? = nil, occupancy: [Double]? = nil
  ) {
    self.quantizer = quantizer
    self.step = step
    self.stepSize = stepSize
    self.gradient = gradient
    self.updateRatio = updateRatio
    self.mse = mse
    self.clippedLow = clippedLow
    self.clippedHigh = clippedHigh
    self.oscillation = oscillation
    self.unscaledGradient = unscaledGradient
    self.occupancy = occupancy
  }
}
