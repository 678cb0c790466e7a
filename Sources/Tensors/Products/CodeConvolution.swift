import COneDNN

/// The forward convolution of quantized values, computed on their codes in integers.
///
/// y = (sum of input codes * weight codes) * scale, with scale = s of the input * s of the weights. Input codes are
/// unsigned bytes (NHWC), weight codes signed bytes (OIHW). The sum is exact; it is rounded to float32 once, and once
/// more when it is multiplied.
package final class CodeConvolution {
  package let shape: ConvolutionShape
  private let product: WeightedProduct
  private let scale: Tensor

  /// Whether the integer product of these codes is exact on every processor.
  ///
  /// Input codes must be unsigned. Without VNNI, two products of a byte with a byte are added in 16 bits with
  /// saturation, so 2 * highest input code * largest weight magnitude must not pass 32,767. Processors with VNNI could
  /// do more, but all are to take the same way.
  package static func isExact(input: CodeRange, weights: CodeRange) -> Bool {
    let magnitude = max(weights.highest, -weights.lowest)
    return input.lowest == 0 && weights.highest <= Int(Int8.max)
      && 2 * input.highest * magnitude <= Int(Int16.max)
  }

  /// - Parameter accumulates: whether the product is added to what the output holds.
  package init(
    _ shape: ConvolutionShape, accumulates: Bool = false, in context: ComputeContext
  ) throws(TensorError) {
    self.shape = shape
    let name = "integer convolution \(shape.inputShape) * \(shape.weightShape)"
    let layouts = try ConvolutionLayouts(shape, multipliesCodes: true, operation: name)
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

  /// output = input * weights * scale, or output += input * weights * scale.
  package func forward(
    _ input: CodeTensor, weights: CodeTensor, scale factor: Float, into output: Tensor
  ) {
    precondition(
      input.shape == shape.inputShape && weights.shape == shape.weightShape
        && output.shape == shape.outputShape,
      "\(input.shape) * \(weights.shape) into \(output.shape) is not \(shape)")
    scale.data.pointee = factor
    product.run(input.data, weights: weights.data, into: output)
  }
}
