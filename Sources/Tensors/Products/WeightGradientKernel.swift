import CKernels

/// The product that gives the gradient of weights, where a kernel of our own is faster than oneDNN's.
final class WeightGradientKernel: CodeWeightGradient {
  private let sizes: sc_convolution
  private let context: ComputeContext

  /// Nil for a shape or a processor that is better left to oneDNN.
  init?(_ shape: ConvolutionShape, in context: ComputeContext) {
    guard Self.takes(shape) else { return nil }
    sizes = shape.sizes
    self.context = context
  }

  static func takes(_ shape: ConvolutionShape) -> Bool {
    sc_has_weight_gradient(shape.sizes) != 0
  }

  func run(_ input: Tensor, _ outputGradient: Tensor, into weightGradient: Tensor) {
    run(input.data, nil, 1, outputGradient, weightGradient)
  }

  func run(
    _ codes: CodeTensor, scale: Float, _ outputGradient: Tensor, into weightGradient: Tensor
  ) {
    run(nil, codes.data, scale, outputGradient, weightGradient)
  }

  private func run(
    _ input: UnsafePointer<Float>?, _ codes: UnsafePointer<UInt8>?, _ scale: Float,
    _ outputGradient: Tensor, _ weightGradient: Tensor
  ) {
    let threads = context.kernelThreads
    context.withScratch(floats: sc_weight_gradient_scratch(sizes, threads)) {
      sc_weight_gradient(
        input, codes, scale, outputGradient.data, weightGradient.data, sizes, $0, threads)
    }
  }
}
