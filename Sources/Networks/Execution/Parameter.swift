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
  }

  /// PyTorch's name, such as "stage1.block1.conv1.weight"; of a step size, the quantizer's id and "stepSize".
  package let name: String
  package let role: Role
  package let value: Tensor
  package let gradient: Tensor
  /// Where it begins in the store's `values` and `gradients`.
  package let offset: Int
}
