/// The bits of one layer; nil keeps what the network has.
package struct LayerBits: Sendable, Equatable {
  /// Bits of its weights, 2 to 8.
  package var weightBits: Int?
  /// Bits of its input, 2 to 8.
  package var activationBits: Int?

  package init(weightBits: Int? = nil, activationBits: Int? = nil) {
    self.weightBits = weightBits
    self.activationBits = activationBits
  }
}
