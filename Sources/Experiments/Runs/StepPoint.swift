/// The state of one quantizer at one step.
package struct StepPoint: Codable, Hashable, Sendable {
  package var quantizer: String
  package var step: Int
  /// s.
  package var stepSize: Double
  /// dL/ds times the gradient scale g: what the optimizer sees.
  package var gradient: Double
  /// R = (|g dL/ds| / s) / (||dL/dw|| / ||w||), w the weights of the layer (Esser et al. 2020, Eq.
  /// 4).
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
  /// Share of values at each code, from the lowest up, to four decimals; nil where it was not
  /// recorded.
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

extension StepPoint {
  /// What another program did not record is NaN.
  package init(_ reader: FieldReader) {
    func recorded(_ key: String, _ about: String) -> Double {
      reader.optionalValue(key, about: about) ?? .nan
    }
    self.init(
      quantizer: reader.name("quantizer", about: "The quantizer's id."),
      step: reader.integer("step", in: 0...Int(Int32.max), about: "The optimizer step."),
      stepSize: reader.value("stepSize", about: "s."),
      gradient: recorded("gradient", "dL/ds times the gradient scale g."),
      updateRatio: recorded(
        "updateRatio", "R: the relative update of s over that of the weights (Eq. 4)."),
      mse: recorded("mse", "The mean squared quantization error."),
      clippedLow: recorded(
        "clippedLow", "Share of values at or below the lowest level, 0 to 1."),
      clippedHigh: recorded(
        "clippedHigh", "Share of values at or above the highest level, 0 to 1."),
      oscillation: recorded(
        "oscillation", "Share of codes that changed since the last record, 0 to 1."),
      unscaledGradient: reader.optionalValue(
        "unscaledGradient", about: "dL/ds without the gradient scale."),
      occupancy: reader.optionalList(
        "occupancy", of: "shares from 0 to 1",
        items: ["type": "number", "minimum": 0, "maximum": 1], maximum: 65_536,
        about: "Share of values at each code, from the lowest up, to four decimals.", Self.share))
  }

  private static func share(_ value: JSONValue) -> Double? {
    switch value {
    case .integer(let whole) where (0...1).contains(whole): Double(whole)
    case .number(let real) where (0...1).contains(real): real
    default: nil
    }
  }
}
