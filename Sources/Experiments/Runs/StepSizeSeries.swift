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
