import CKernels

/// The product that gives the gradient of weights, by Winograd's F(4x4, 3x3). The shape must have it.
final class WinogradWeightGradient: CodeWeightGradient {
  private let sizes: sc_convolution
  private let context: ComputeContext

  init(_ shape: ConvolutionShape, in context: ComputeContext) {
    sizes = shape.sizes
    self.context = context
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
    context.withScratch(floats: sc_winograd_gradient_scratch(sizes, threads)) {
      sc_winograd_weight_gradient(
        input, codes, scale, outputGradient.data, weightGradient.data, sizes, $0, threads)
    }
  }
}
