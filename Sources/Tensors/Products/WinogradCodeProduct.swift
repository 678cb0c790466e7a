import CKernels

/// A product of codes by Winograd's F(4x4, 3x3), in integers: exact.
final class WinogradCodeProduct: CodeProduct {
  private let sizes: sc_convolution
  private let accumulates: Bool
  private let context: ComputeContext

  /// Nil for a shape, sums or a processor that are better left to oneDNN.
  ///
  /// - Parameter largestSum: no sum of products is larger in magnitude.
  init?(
    _ shape: ConvolutionShape, accumulates: Bool, largestSum: Int, in context: ComputeContext
  ) {
    guard sc_has_code_winograd(shape.sizes, largestSum) != 0 else { return nil }
    sizes = shape.sizes
    self.accumulates = accumulates
    self.context = context
  }

  func run(_ input: CodeTensor, weights: CodeTensor, scale: Float, into output: Tensor) {
    let threads = context.kernelThreads
    context.withScratch(floats: sc_code_winograd_scratch(sizes, threads)) { scratch in
      weights.data.withMemoryRebound(to: Int8.self, capacity: weights.count) { weights in
        sc_code_winograd_forward(
          input.data, weights, scale, output.data, accumulates ? 1 : 0, sizes, scratch, threads)
      }
    }
  }
}
