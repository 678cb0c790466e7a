package import Tensors

/// One quantizer of a graph: which layer's weights or input, and to how many bits.
package struct Quantization: Sendable, Equatable {
  /// What is quantized.
  package enum Kind: Sendable {
    /// The weights of the layer.
    case weight
    /// The input of the layer.
    case activation
  }

  /// The conv or linear layer it belongs to.
  package let layer: String
  /// Which operand of the layer is quantized.
  package let kind: Kind
  /// Bits of a code, 2 to 8.
  package let bits: Int
  /// Whether codes may be negative: always those of weights, and those of an input that no ReLU
  /// bounds at zero.
  package let signed: Bool
  /// Weights: out, in, height, width; or out, in. Activations, of one example: height, width,
  /// channels; or features.
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
