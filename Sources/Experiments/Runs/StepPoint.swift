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
  /// Share of values with (v - offset)/s <= -Qn, 0...1; 0 if Qn is and there is no offset.
  package var clippedLow: Double
  /// Share of values with (v - offset)/s >= Qp, 0...1.
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

/// A quantizer with its points as columns, as the dashboard draws them.
package struct StepSizeSeries: Codable, Sendable {
  package var id: String
  package var layer: String
  package var kind: Quantizer.Kind
  package var bits: Int
  package var signed: Bool
  package var points: Columns
  package var total: Int
  package var downsampled: Bool

  /// Columns of equal length.
  package struct Columns: Codable, Sendable {
    package var step: [Int] = []
    package var stepSize: [Double] = []
    package var gradient: [Double] = []
    package var updateRatio: [Double] = []
    package var mse: [Double] = []
    package var clippedLow: [Double] = []
    package var clippedHigh: [Double] = []
    package var oscillation: [Double] = []
    package var unscaledGradient: [Double] = []
    /// Only where it is asked for.
    package var occupancy: [[Double]]?

    /// - Parameter occupancy: whether to keep that too, by far the largest column.
    package init(occupancy: Bool = false) {
      if occupancy { self.occupancy = [] }
    }

    package mutating func append(_ point: StepPoint) {
      step.append(point.step)
      stepSize.append(point.stepSize)
      gradient.append(point.gradient)
      updateRatio.append(point.updateRatio)
      mse.append(point.mse)
      clippedLow.append(point.clippedLow)
      clippedHigh.append(point.clippedHigh)
      oscillation.append(point.oscillation)
      unscaledGradient.append(point.unscaledGradient ?? .nan)
      occupancy?.append(point.occupancy ?? [])
    }
  }

  package init(quantizer: Quantizer, points: Columns, total: Int, downsampled: Bool) {
    id = quantizer.id
    layer = quantizer.layer
    kind = quantizer.kind
    bits = quantizer.bits
    signed = quantizer.signed
    self.points = points
    self.total = total
    self.downsampled = downsampled
  }
}
