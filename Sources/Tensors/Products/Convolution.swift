import COneDNN

/// A convolution and its two gradients on oneDNN, for one shape.
///
/// Activations are NHWC, weights OIHW. oneDNN's own layout of weights is made anew at each call:
/// weights change at each step, and are small beside activations.
package final class Convolution {
  /// What will be computed besides the forward product.
  package struct Gradients: OptionSet, Sendable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }

    /// dL/dx.
    package static let input = Gradients(rawValue: 1)
    /// dL/dw.
    package static let weights = Gradients(rawValue: 2)
  }

  package let shape: ConvolutionShape
  private let forwardProduct: WeightedProduct
  private let inputProduct: WeightedProduct?
  private let weightProduct: WeightGradientProduct?

  /// - Parameters:
  ///   - accumulates: whether the forward product is added to what the output holds.
  ///   - gradients: which of the gradients will be asked for.
  package init(
    _ shape: ConvolutionShape, accumulates: Bool = false, gradients: Gradients,
    in context: ComputeContext
  ) throws(TensorError) {
    self.shape = shape
    let name = "convolution \(shape.inputShape) * \(shape.weightShape)"
    let layouts = try ConvolutionLayouts(shape, operation: name)
    let forward = try PrimitiveDescriptor(
      layouts.forward(operation: name), accumulates: accumulates, in: context, operation: name)
    // Backward products take a plain forward one as their hint.
    let hint =
      accumulates
      ? try PrimitiveDescriptor(
        layouts.forward(operation: name), in: context, operation: name) : forward
    forwardProduct = try WeightedProduct(
      forward, weights: layouts.plainWeights, source: (DNNL_ARG_SRC, dnnl_query_src_md),
      destination: (DNNL_ARG_DST, dnnl_query_dst_md), in: context, operation: name)
    inputProduct =
      try gradients.contains(.input)
      ? WeightedProduct(
        PrimitiveDescriptor(
          layouts.backwardInput(operation: name), hint: hint, in: context, operation: name),
        weights: layouts.plainWeights, source: (DNNL_ARG_DIFF_DST, dnnl_query_diff_dst_md),
        destination: (DNNL_ARG_DIFF_SRC, dnnl_query_diff_src_md), in: context, operation: name)
      : nil
    weightProduct =
      try gradients.contains(.weights)
      ? WeightGradientProduct(
        PrimitiveDescriptor(
          layouts.backwardWeights(operation: name), hint: hint, in: context, operation: name),
        weights: layouts.plainWeights, in: context, operation: name)
      : nil
  }

  /// output = input * weights, or output += input * weights.
  package func forward(_ input: Tensor, weights: Tensor, into output: Tensor) {
    expect(input, shape.inputShape)
    expect(weights, shape.weightShape)
    expect(output, shape.outputShape)
    forwardProduct.run(input, weights: weights, into: output)
  }

  /// The gradient of the input, from that of the output.
  package func backwardInput(
    _ outputGradient: Tensor, weights: Tensor, into inputGradient: Tensor
  ) {
    expect(outputGradient, shape.outputShape)
    expect(weights, shape.weightShape)
    expect(inputGradient, shape.inputShape)
    guard let inputProduct else { preconditionFailure("made without the gradient of the input") }
    inputProduct.run(outputGradient, weights: weights, into: inputGradient)
  }

  /// The gradient of the weights, from the input and the gradient of the output.
  package func backwardWeights(
    _ input: Tensor, _ outputGradient: Tensor, into weightGradient: Tensor
  ) {
    expect(input, shape.inputShape)
    expect(outputGradient, shape.outputShape)
    expect(weightGradient, shape.weightShape)
    guard let weightProduct else { preconditionFailure("made without the gradient of weights") }
    weightProduct.run(input, outputGradient, into: weightGradient)
  }

  private func expect(_ tensor: Tensor, _ expected: [Int]) {
    precondition(tensor.shape == expected, "convolution: \(tensor.shape) is not \(expected)")
  }
}
