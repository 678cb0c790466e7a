extension Graph {
  /// A square convolution whose output has the input's size divided by the stride.
  package mutating func convolution(
    _ name: String, outputs: Int, size: Int, stride: Int = 1, on x: Int
  ) -> Int {
    append(
      name,
      .convolution(
        Operation.Kernel(outputs: outputs, size: size, stride: stride, padding: size / 2),
        weights: nil), x)
  }

  /// Batch-norm with PyTorch's epsilon and momentum, then ReLU.
  package mutating func normalizedReLU(_ name: String, _ relu: String, on x: Int) -> Int {
    append(relu, .relu, append(name, .batchNormalization(epsilon: 1e-5, momentum: 0.1), x))
  }
}
