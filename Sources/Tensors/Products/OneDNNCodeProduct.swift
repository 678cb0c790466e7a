import COneDNN

/// A product of codes on oneDNN.
final class OneDNNCodeProduct: CodeProduct {
  private let product: WeightedProduct
  private let scale: Tensor

  init(
    _ shape: ConvolutionShape, hasSignedInput: Bool, accumulates: Bool, in context: ComputeContext
  ) throws(TensorError) {
    let name = "integer convolution \(shape.inputShape) * \(shape.weightShape)"
    let layouts = try ConvolutionLayouts(shape, of: .codes(signed: hasSignedInput), operation: name)
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

  func run(_ input: CodeTensor, weights: CodeTensor, scale factor: Float, into output: Tensor) {
    scale.data.pointee = factor
    product.run(input.data, weights: weights.data, into: output)
  }
}
