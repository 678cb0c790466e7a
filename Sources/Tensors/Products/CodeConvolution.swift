import COneDNN

/// The forward convolution of quantized values, computed on their codes in integers.
///
/// y = (sum of input codes * weight codes) * scale, with scale = s of the input * s of the weights. Input codes are
/// unsigned bytes (NHWC), weight codes signed bytes (OIHW). The sum is exact; it is rounded to float32 once, and once
/// more when it is multiplied.
package final class CodeConvolution {
  package let shape: ConvolutionShape
  private let counts: (input: Int, weights: Int, output: Int)
  private let product: WeightedProduct
  private let scale: Tensor

  /// Whether the integer product of any of these codes, with `terms` terms a sum, is exact.
  package static func isExact(
    input: CodeRange, weights: CodeRange, terms: Int, on sums: CodeSums
  ) -> Bool {
    weights.largest <= largestExactWeight(input: input, terms: terms, on: sums)
  }

  /// Up to which magnitude of weight codes the integer product with `terms` terms a sum is exact; 0 if with none.
  ///
  /// Input codes must be unsigned, weight codes signed bytes. Where two products are added in 16 bits with saturation,
  /// 2 * highest input code * weight magnitude must not pass 32,767. The whole sum is always in 32 bits.
  package static func largestExactWeight(
    input: CodeRange, terms: Int, on sums: CodeSums
  ) -> Int {
    guard input.lowest == 0 else { return 0 }
    let inSum = Int(Int32.max) / (input.highest * terms)
    let inPair = sums == .in32Bits ? Int.max : Int(Int16.max) / (2 * input.highest)
    return min(-Int(Int8.min), inSum, inPair)
  }

  /// - Parameter accumulates: whether the product is added to what the output holds.
  package init(
    _ shape: ConvolutionShape, accumulates: Bool = false, in context: ComputeContext
  ) throws(TensorError) {
    self.shape = shape
    counts = (
      shape.inputShape.reduce(1, *), shape.weightShape.reduce(1, *),
      shape.outputShape.reduce(1, *)
    )
    let name = "integer convolution \(shape.inputShape) * \(shape.weightShape)"
    let layouts = try ConvolutionLayouts(shape, of: .codes, operation: name)
    // The step sizes change at each step: oneDNN's own output scales would be compiled in.
    let factor = try Memory(
      MemoryDescriptor([1, 1, 1, 1], dnnl_nchw, operation: name), in: context, operation: name)
    scale = Tensor(shape: [1])
    factor.point(to: scale)
    product = try WeightedProduct(
      PrimitiveDescriptor(
        layouts.forward(operation: name), scale: factor.descriptor, accumulates: accumulates,
        in: context, operation: name),
      weights: layouts.plainWeights, source: (DNNL_ARG_SRC, dnnl_query_src_md),
      destination: (DNNL_ARG_DST, dnnl_query_dst_md),
      extra: [(DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE | DNNL_ARG_SRC_1, factor)], in: context,
      operation: name)
  }

  /// output = input * weights * scale, or output += input * weights * scale; all of the shape's sizes.
  package func forward(
    _ input: CodeTensor, weights: CodeTensor, scale factor: Float, into output: Tensor
  ) {
    precondition(
      (input.count, weights.count, output.count) == counts,
      "\(input.shape) * \(weights.shape) into \(output.shape) is not \(shape)")
    scale.data.pointee = factor
    product.run(input.data, weights: weights.data, into: output)
  }
}
