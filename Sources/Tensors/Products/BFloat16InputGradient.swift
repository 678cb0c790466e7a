import COneDNN

/// The gradient of a convolution's input from the codes of its weights, multiplied in bfloat16.
///
/// With w = t * (codes of w) and r = t * dL/dy in bfloat16:
///
///     dL/dx = r * (codes of w)
///
/// Codes are exact in bfloat16, so r is all that is rounded. Sums are in float32.
package final class BFloat16InputGradient {
  private let counts: (input: Int, weights: Int, output: Int)
  private let weightStorage: TensorStorage
  private let weightCodes: BFloat16Buffer
  private let product: WeightedProduct
  private let context: ComputeContext

  /// Whether oneDNN has this shape on this processor and can be trusted with it, and Winograd's
  /// product has not, which rounds nothing and needs fewer multiplications. Before
  /// `GradientArithmetic.ofThisProcessor` says so it is slow: each product is made of float32 ones.
  package static func takes(_ shape: ConvolutionShape) -> Bool {
    ConvolutionShape.usesAVX512 && !shape.hasWinograd
      && OneDNNConvolution.unsafeCode(for: shape) == nil
  }

  package init(_ shape: ConvolutionShape, in context: ComputeContext) throws(TensorError) {
    counts = (
      shape.inputShape.reduce(1, *), shape.weightShape.reduce(1, *),
      shape.outputShape.reduce(1, *)
    )
    weightStorage = TensorStorage(count: BFloat16Buffer.floats(for: counts.weights))
    weightCodes = BFloat16Buffer(count: counts.weights, at: weightStorage.data)
    self.context = context
    let name = "bfloat16 convolution \(shape.inputShape) * \(shape.weightShape)"
    let layouts = try ConvolutionLayouts(shape, of: .bfloat16, operation: name)
    let hint = try PrimitiveDescriptor(
      layouts.forward(operation: name), in: context, operation: name)
    product = try WeightedProduct(
      PrimitiveDescriptor(
        layouts.backwardInput(operation: name), hint: hint, in: context, operation: name),
      weights: layouts.plainWeights, source: (DNNL_ARG_DIFF_DST, dnnl_query_diff_dst_md),
      destination: (DNNL_ARG_DIFF_SRC, dnnl_query_diff_src_md), in: context, operation: name)
  }

  /// dL/dx from dL/dy.
  ///
  /// - Parameters:
  ///   - weights: signed codes.
  ///   - step: their step size t.
  package func run(
    _ outputGradient: Tensor, weights: CodeTensor, step: Float, into inputGradient: Tensor
  ) {
    precondition(inputGradient.count == counts.input, "dL/dx as \(inputGradient.shape)")
    context.withScratch(floats: BFloat16Buffer.floats(for: counts.output)) { scratch in
      let rounded = BFloat16Buffer(count: counts.output, at: scratch)
      rounded.round(outputGradient, times: step, in: context)
      weightCodes.take(weights, in: context)
      product.run(rounded.data, weights: weightCodes.data, into: inputGradient)
    }
  }
}
