/// What is to be measured of every quantizer during a forward pass: on all weights of a layer, and
/// on its input for the first examples of the batch, those of up to 65,536 values or one.
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
