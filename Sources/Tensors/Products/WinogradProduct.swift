import CKernels

/// A product of activations with weights by Winograd's F(4x4, 3x3) (Lavin and Gray 2015, arXiv
/// 1509.09308): a quarter of the multiplications. The shape must have it.
final class WinogradProduct: ActivationProduct {
  enum Direction {
    /// y = x * w, or y += x * w.
    case forward(accumulates: Bool)
    /// dL/dx from dL/dy.
    case inputGradient
  }

  private let sizes: sc_convolution
  private let direction: Direction
  private let context: ComputeContext

  init(_ shape: ConvolutionShape, _ direction: Direction, in context: ComputeContext) {
    sizes = shape.sizes
    self.direction = direction
    self.context = context
  }

  func run(_ input: Tensor, weights: Tensor, into output: Tensor) {
    let threads = context.kernelThreads
    context.withScratch(floats: sc_winograd_scratch(sizes, threads)) { scratch in
      switch direction {
      case .forward(let accumulates):
        sc_winograd_forward(
          input.data, weights.data, output.data, accumulates ? 1 : 0, sizes, scratch, threads)
      case .inputGradient:
        sc_winograd_input_gradient(
          input.data, weights.data, output.data, sizes, scratch, threads)
      }
    }
  }
}
