import COneDNN

/// The two gradients of a convolution of codes, multiplied in bfloat16.
///
/// With x = s * (codes of x), w = t * (codes of w) and r = t * dL/dy in bfloat16:
///
///     dL/dx = r * (codes of w)        dL/dw = s / t * r * (codes of x)
///
/// Codes are exact in bfloat16, so r is all that is rounded. Sums are in float32.
package final class BFloat16Gradients {
  private let counts: (input: Int, weights: Int, output: Int)
  private let weightStorage: TensorStorage
  private let weightCodes: BFloat16Buffer
  private let inputProduct: WeightedProduct?
  private let weightProduct: WeightGradientProduct
  private let context: ComputeContext

  /// Whether oneDNN has this shape on this processor, and can be trusted with it. Before
  /// `GradientArithmetic.ofThisProcessor` says so it is slow: each product is made of float32 ones.
  package static func takes(_ shape: ConvolutionShape) -> Bool {
    ConvolutionShape.usesAVX512 && OneDNNConvolution.unsafeCode(for: shape) == nil
  }

  /// - Parameter wantsInputGradient: whether dL/dx will be asked for too.
  package init(
    _ shape: ConvolutionShape, wantsInputGradient: Bool, in context: ComputeContext
  ) throws(TensorError) {
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
    inputProduct =
      try wantsInputGradient
      ? WeightedProduct(
        PrimitiveDescriptor(
          layouts.backwardInput(operation: name), hint: hint, in: context, operation: name),
        weights: layouts.plainWeights, source: (DNNL_ARG_DIFF_DST, dnnl_query_diff_dst_md),
        destination: (DNNL_ARG_DIFF_SRC, dnnl_query_diff_src_md), in: context, operation: name)
      : nil
    weightProduct = try WeightGradientProduct(
      PrimitiveDescriptor(
        layouts.backwardWeights(operation: name), hint: hint, in: context, operation: name),
      weights: layouts.plainWeightGradient, in: context, operation: name)
  }

  /// Both gradients from dL/dy, or that of the weights alone.
  ///
  /// - Parameters:
  ///   - input: unsigned codes, and their step size s.
  ///   - weights: signed codes, and their step size t.
  package func run(
    _ outputGradient: Tensor, input: (codes: CodeTensor, step: Float),
    weights: (codes: CodeTensor, step: Float), into inputGradient: Tensor?,
    _ weightGradient: Tensor
  ) {
    let room = BFloat16Buffer.floats(for: counts.output)
    context.withScratch(floats: room + BFloat16Buffer.floats(for: counts.input)) { scratch in
      let rounded = BFloat16Buffer(count: counts.output, at: scratch)
      rounded.round(outputGradient, times: weights.step, in: context)
      if let inputGradient {
        precondition(inputGradient.count == counts.input, "dL/dx as \(inputGradient.shape)")
        guard let inputProduct else { preconditionFailure("made without dL/dx") }
        weightCodes.take(weights.codes, signed: true, in: context)
        inputProduct.run(rounded.data, weights: weightCodes.data, into: inputGradient)
      }
      let codes = BFloat16Buffer(count: counts.input, at: scratch + room)
      codes.take(input.codes, signed: false, in: context)
      precondition(weightGradient.count == counts.weights, "dL/dw as \(weightGradient.shape)")
      weightProduct.run(codes.data, rounded.data, into: weightGradient)
    }
    weightGradient.scale(by: input.step / weights.step, in: context)
  }
}
