import Tensors

/// What an operation without parameters works on.
struct PlainBuffers {
  /// Of its node.
  let name: String
  let input: Tensor
  let output: Tensor
  /// dL/dy and dL/dx, if the input has a gradient.
  let gradients: (output: Tensor, input: Tensor)?
}
