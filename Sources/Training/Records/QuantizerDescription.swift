/// What a quantizer is, reported once at the start of a run.
package struct QuantizerDescription: Sendable, Equatable {
  /// Whether it quantizes a layer's weights or its input.
  package enum Kind: String, Sendable {
    /// The weights of the layer.
    case weight
    /// The input of the layer.
    case activation
  }

  /// Layer and kind, such as "stem.input" or "fc.weight".
  package var id: String
  /// The conv or linear layer it belongs to.
  package var layer: String
  /// Weights or input.
  package var kind: Kind
  /// Bits of a code.
  package var bits: Int
  /// Whether codes may be negative.
  package var signed: Bool
  /// Shape of the values; for activations, of one example.
  package var shape: [Int]
  /// N of the gradient scale: the product of `shape`, times the batch if it is counted.
  package var count: Int
  /// Position of the layer in the network, from 0.
  package var position: Int

  package init(
    id: String, layer: String, kind: Kind, bits: Int, signed: Bool, shape: [Int], count: Int,
    position: Int
  ) {
    self.id = id
    self.layer = layer
    self.kind = kind
    self.bits = bits
    self.signed = signed
    self.shape = shape
    self.count = count
    self.position = position
  }
}
