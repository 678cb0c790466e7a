/// What is to be measured of every quantizer during a forward pass.
package struct Observation: OptionSet, Sendable {
  package let rawValue: Int

  package init(rawValue: Int) {
    self.rawValue = rawValue
  }

  /// Quantization error, clipped shares, occupancy, oscillation.
  package static let summary = Observation(rawValue: 1)
  /// A histogram of the values.
  package static let histogram = Observation(rawValue: 2)
}
