/// One quantizer of a run's network: what its step size belongs to.
package struct Quantizer: Codable, Hashable, Sendable, Identifiable {
  /// `<layer>.weight` or `<layer>.input`.
  package var id: String
  package var layer: String
  package var kind: Kind
  package var bits: Int
  package var signed: Bool
  /// N of the gradient scale: weights of the layer, or features of one example.
  package var count: Int
  /// Shape of what is quantized: weights [out, height, width, in], inputs [height, width, channels].
  package var shape: [Int]
  /// Its place in the network, from 0 at the input.
  package var position: Int

  package enum Kind: String, Codable, CaseIterable, Sendable {
    case weight
    case activation
  }

  package init(
    id: String, layer: String, kind: Kind, bits: Int, signed: Bool, count: Int, shape: [Int],
    position: Int
  ) {
    self.id = id
    self.layer = layer
    self.kind = kind
    self.bits = bits
    self.signed = signed
    self.count = count
    self.shape = shape
    self.position = position
  }
}
