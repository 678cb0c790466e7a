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
  ///
  /// - Parameter arithmetic: in what it may be multiplied; Winograd's is float32 whatever it is.
  init?(_ shape: ConvolutionShape, _ arithmetic: GradientArithmetic, in context: ComputeContext) {
    guard let way = Self.way(for: shape) else { return nil }
    sizes = shape.sizes(gradients: arithmetic)
    self.way = way
    self.context = context
  }

  /// Whether the kernel for a shape takes codes, which may be signed bytes.
  static func takesCodes(_ shape: ConvolutionShape, signed: Bool) -> Bool {
    switch way(for: shape) {
    case .winograd: !signed
    case .direct: true
    case nil: false
    }
  }

  private static func way(for shape: ConvolutionShape) -> Way? {
    if shape.hasWinograd { return .winograd }
    return sc_has_weight_gradient(shape.sizes) != 0 ? .direct : nil
  }

  /// weightGradient[o, c, u, v] = sum over examples and positions of outputGradient * input.
  func run(_ input: Tensor, _ outputGradient: Tensor, into weightGradient: Tensor) {
    let input = sc_input(values: input.data, codes: nil, has_signs: 0, scale: 1)
    run(input, outputGradient, weightGradient)
  }

  /// The same of an input that is scale * code. The shape must take such codes.
  func run(
    _ codes: CodeTensor, signed: Bool, scale: Float, _ outputGradient: Tensor,
    into weightGradient: Tensor
  ) {
    precondition(way == .direct || !signed, "Winograd's product takes no signed codes")
    let input = sc_input(
      values: nil, codes: codes.data, has_signs: signed ? 1 : 0, scale: scale)
    run(input, outputGradient, weightGradient)
  }

  private func run(_ input: sc_input, _ outputGradient: Tensor, _ weightGradient: Tensor) {
    let threads = context.kernelThreads
    let (dy, dw) = (outputGradient.data, weightGradient.data)
    switch way {
    case .winograd:
      context.withScratch(floats: sc_winograd_gradient_scratch(sizes, threads)) {
        sc_winograd_weight_gradient(input, dy, dw, sizes, $0, threads)
      }
    case .direct:
      context.withScratch(floats: sc_weight_gradient_scratch(sizes, threads)) {
        sc_weight_gradient(input, dy, dw, sizes, $0, threads)
      }
    }
  }
}
