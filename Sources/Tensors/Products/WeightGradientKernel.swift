import CKernels

/// The product that gives the gradient of weights, where a kernel of our own is faster than
/// oneDNN's. It also takes the input as codes, a quarter of the bytes.
final class WeightGradientKernel {
  private enum Way {
    /// Winograd's F(4x4, 3x3).
    case winograd
    /// A product for each position of the kernel.
    case direct
  }

  private let sizes: sc_convolution
  private let way: Way
  private let context: ComputeContext

  /// Nil for a shape or a processor that is better left to oneDNN.
  init?(_ shape: ConvolutionShape, in context: ComputeContext) {
    guard let way = Self.way(for: shape) else { return nil }
    sizes = shape.sizes
    self.way = way
    self.context = context
  }

  static func takes(_ shape: ConvolutionShape) -> Bool { way(for: shape) != nil }

  private static func way(for shape: ConvolutionShape) -> Way? {
    if shape.hasWinograd { return .winograd }
    return sc_has_weight_gradient(shape.sizes) != 0 ? .direct : nil
  }

  /// weightGradient[o, c, u, v] = sum over examples and positions of outputGradient * input.
  func run(_ input: Tensor, _ outputGradient: Tensor, into weightGradient: Tensor) {
    run(input.data, nil, 1, outputGradient, weightGradient)
  }

  /// The same of an input that is scale * code.
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
    let (dy, dw) = (outputGradient.data, weightGradient.data)
    switch way {
    case .winograd:
      context.withScratch(floats: sc_winograd_gradient_scratch(sizes, threads)) {
        sc_winograd_weight_gradient(input, codes, scale, dy, dw, sizes, $0, threads)
      }
    case .direct:
      context.withScratch(floats: sc_weight_gradient_scratch(sizes, threads)) {
        sc_weight_gradient(input, codes, scale, dy, dw, sizes, $0, threads)
      }
    }
  }
}
