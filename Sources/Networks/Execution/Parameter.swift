package import Tensors

/// A learned tensor and its gradient.
package struct Parameter {
  /// What it is for, which decides how it is trained.
  package enum Role: String, Sendable, CaseIterable {
    /// Weights of a convolution: out, in, height, width.
    case convolutionWeight
    /// Weights of a linear layer: out, in.
    case linearWeight
    /// Bias of a linear layer.
    case bias
    /// Scale of a batch-norm.
    case normalizationScale
    /// Shift of a batch-norm.
    case normalizationShift
    /// Step size of a quantizer; zero until it is initialised.
    case stepSize
    /// Step size that stands for a clipping level, and decays by itself.
    case clippingStepSize
    /// Step size that no gradient moves.
    case heldStepSize
    /// Offset of a quantizer.
    case offset

    /// Whether it belongs to a quantizer.
    package var isOfQuantizer: Bool {
      switch self {
      case .stepSize, .clippingStepSize, .heldStepSize, .offset: true
      case .convolutionWeight, .linearWeight, .bias, .normalizationScale, .normalizationShift:
        false
      }
    }
  }

  /// The node's name and "weight" or "bias", such as "stage1.block1.conv1.weight"; of a quantizer,
  /// its id and "stepSize" or "offset".
  package let name: String
  package let role: Role
  package let value: Tensor
  package let gradient: Tensor
  /// Where it begins in the store's `values` and `gradients`, in values.
  package let offset: Int
}
