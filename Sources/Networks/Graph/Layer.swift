/// A conv or linear layer of a graph, with what it costs.
package struct Layer: Sendable, Equatable {
  /// What computes it.
  package enum Kind: Sendable {
    case convolution
    case linear
  }

  package let name: String
  package let kind: Kind
  /// Out, in, height, width of a convolution; out, in of a linear layer.
  package let weightShape: [Int]
  /// Shape of the output for one example.
  package let outputShape: [Int]
  /// Biases: none for a convolution.
  package let biases: Int
  /// Multiplications for one example.
  package let multiplications: Int
  /// The quantizer of the weights, if they are quantized.
  package let weights: Quantization?
  /// The quantizer of the input, if it is quantized.
  package let input: Quantization?

  /// Weights, without biases.
  package var weightCount: Int { weightShape.reduce(1, *) }
}
