/// A conv or linear layer of the network, in the order in which they compute.
package struct LayerDescription: Sendable, Codable, Equatable {
  /// Its name, such as "stage1.block1.conv1".
  package var name: String
  /// "conv" or "linear".
  package var kind: String
  /// Shape of the weights: out, in, height, width; or out, in.
  package var weightShape: [Int]
  /// Height, width, channels of its output for one example; or features.
  package var outputShape: [Int]
  /// Weights and biases.
  package var parameters: Int
  /// Multiplications for one example.
  package var multiplications: Int
  /// Bits of weights, 32 if not quantized.
  package var weightBits: Int
  /// Bits of the input, 32 if not quantized.
  package var activationBits: Int

  package init(
    name: String, kind: String, weightShape: [Int], outputShape: [Int], parameters: Int,
    multiplications: Int, weightBits: Int, activationBits: Int
  ) {
    self.name = name
    self.kind = kind
    self.weightShape = weightShape
    self.outputShape = outputShape
    self.parameters = parameters
    self.multiplications = multiplications
    self.weightBits = weightBits
    self.activationBits = activationBits
  }
}
