import CKernels

/// The product that gives the gradient of weights, where a kernel of our own is faster than oneDNN's. It also takes the
/// input as codes, a quarter of the bytes.
final class WeightGradientKernel: WeightGradient {
  private let sizes: sc_convolution
  private let context: ComputeContext

  /// Nil for a shape or a processor that is better left to oneDNN.
  init?(_ shape: ConvolutionShape, in context: ComputeContext) {
    guard Self.takes(shape) else { return nil }
    sizes = Self.sizes(of: shape)
    self.context = context
  }

  static func takes(_ shape: ConvolutionShape) -> Bool {
    sc_has_weight_gradient(sizes(of: shape)) != 0
  }

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
    context.withScratch(floats: sc_weight_gradient_scratch(sizes, threads)) {
      sc_weight_gradient(
        input, codes, scale, outputGradient.data, weightGradient.data, sizes, $0, threads)
    }
  }

  private static func sizes(of shape: ConvolutionShape) -> sc_convolution {
    sc_convolution(
      batch: shape.batch, height: shape.height, width: shape.width, inputs: shape.inputs,
      outputs: shape.outputs, kernel_height: shape.kernelHeight,
      kernel_width: shape.kernelWidth, stride: shape.stride, padding_height: shape.paddingHeight,
      padding_width: shape.paddingWidth, out_height: shape.outputHeight,
      out_width: shape.outputWidth)
  }
}
