package import Tensors

/// One quantizer of a graph: which layer's weights or input, and to how many bits.
package struct Quantization: Sendable, Equatable {
  /// What is quantized.
  package enum Kind: String, Sendable, Codable {
    /// The weights of the layer.
    case weight
    /// The input of the layer.
    case activation
  }

  /// The conv or linear layer it belongs to.
  package let layer: String
  package let kind: Kind
  package let bits: Int
  package let signed: Bool
  /// Shape of the values; for activations, of one example.
  package let shape: [Int]
  /// How its step size moves.
  package let rule: StepRule
  /// Where its step size starts.
  package let start: StepStart

  /// "layer.weight" or "layer.input".
  package var id: String { "\(layer).\(kind == .weight ? "weight" : "input")" }
  /// -Qn ... Qp.
  package var range: CodeRange { CodeRange(bits: bits, signed: signed) }
  /// Values of one example, or weights.
  package var count: Int { shape.reduce(1, *) }
}
