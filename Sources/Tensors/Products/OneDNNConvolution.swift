import COneDNN

/// Makes the products of a convolution of float32 values on oneDNN.
///
/// oneDNN's own layout of weights is made anew at each call: weights change at each step, and are
/// small beside activations.
struct OneDNNConvolution {
  private let layouts: ConvolutionLayouts
  /// How the name of code begins that must not run.
  private let avoided: String?
  private let context: ComputeContext
  private let name: String

  init(_ shape: ConvolutionShape, in context: ComputeContext) throws(TensorError) {
    name = "convolution \(shape.inputShape) * \(shape.weightShape)"
    layouts = try ConvolutionLayouts(shape, operation: name)
    avoided = Self.unsafeCode(for: shape)
    self.context = context
  }

  /// oneDNN 2.6 gathers the input of a strided 1x1 convolution into scratch memory before its 1x1
  /// code runs, and writes past that memory where channels are no multiple of 8.
  static func unsafeCode(for shape: ConvolutionShape) -> String? {
    shape.kernelHeight == 1 && shape.kernelWidth == 1 && shape.stride > 1
      && (!shape.inputs.isMultiple(of: 8) || !shape.outputs.isMultiple(of: 8)) ? "jit_1x1" : nil
  }

  /// - Parameter accumulates: whether the product is added to what the output holds.
  func forward(accumulates: Bool) throws(TensorError) -> WeightedProduct {
    try WeightedProduct(
      forwardDescriptor(accumulates: accumulates), weights: layouts.plainWeights,
      source: (DNNL_ARG_SRC, dnnl_query_src_md), destination: (DNNL_ARG_DST, dnnl_query_dst_md),
      in: context, operation: name)
  }

  func inputGradient() throws(TensorError) -> WeightedProduct {
    try WeightedProduct(
      PrimitiveDescriptor(
        layouts.backwardInput(operation: name), avoiding: avoided,
        hint: forwardDescriptor(accumulates: false), in: context, operation: name),
      weights: layouts.plainWeights, source: (DNNL_ARG_DIFF_DST, dnnl_query_diff_dst_md),
      destination: (DNNL_ARG_DIFF_SRC, dnnl_query_diff_src_md), in: context, operation: name)
  }

  func weightGradient() throws(TensorError) -> WeightGradientProduct {
    try WeightGradientProduct(
      PrimitiveDescriptor(
        layouts.backwardWeights(operation: name), avoiding: avoided,
        hint: forwardDescriptor(accumulates: false), in: context, operation: name),
      weights: layouts.plainWeightGradient, in: context, operation: name)
  }

  private func forwardDescriptor(accumulates: Bool) throws(TensorError) -> PrimitiveDescriptor {
    try PrimitiveDescriptor(
      layouts.forward(operation: name), accumulates: accumulates, avoiding: avoided, in: context,
      operation: name)
  }
}
