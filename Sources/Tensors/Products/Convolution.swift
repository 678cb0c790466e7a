import COneDNN

/// A convolution and its two gradients on oneDNN, for one shape.
///
/// Activations are NHWC, weights OIHW. oneDNN's own layout of weights is made anew at each call:
/// weights change at each step, and are small beside activations.
package final class Convolution {
  /// What will be computed.
  package struct Products: OptionSet, Sendable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }

    /// y.
    package static let forward = Products(rawValue: 1)
    /// dL/dx.
    package static let inputGradient = Products(rawValue: 2)
    /// dL/dw.
    package static let weightGradient = Products(rawValue: 4)
  }

  package let shape: ConvolutionShape
  private let inputShape: [Int]
  private let weightShape: [Int]
  private let outputShape: [Int]
  private let forwardProduct: WeightedProduct?
  private let inputProduct: WeightedProduct?
  private let weightProduct: (any WeightGradient)?

  /// - Parameters:
  ///   - accumulates: whether the forward product is added to what the output holds.
  ///   - products: what will be asked for; the rest is not prepared.
  package init(
    _ shape: ConvolutionShape, accumulates: Bool = false, products: Products,
    in context: ComputeContext
  ) throws(TensorError) {
    self.shape = shape
    (inputShape, weightShape, outputShape) = (
      shape.inputShape, shape.weightShape, shape.outputShape
    )
    let name = "convolution \(shape.inputShape) * \(shape.weightShape)"
    let layouts = try ConvolutionLayouts(shape, operation: name)
    let avoided = Self.unsafeCode(for: shape)
    // Backward products take a plain forward one as their hint.
    let hint = try PrimitiveDescriptor(
      layouts.forward(operation: name), avoiding: avoided, in: context, operation: name)
    forwardProduct =
      try products.contains(.forward)
      ? WeightedProduct(
        accumulates
          ? PrimitiveDescriptor(
            layouts.forward(operation: name), accumulates: true, avoiding: avoided, in: context,
            operation: name)
          : hint, weights: layouts.plainWeights, source: (DNNL_ARG_SRC, dnnl_query_src_md),
        destination: (DNNL_ARG_DST, dnnl_query_dst_md), in: context, operation: name) : nil
    inputProduct =
      try products.contains(.inputGradient)
      ? WeightedProduct(
        PrimitiveDescriptor(
          layouts.backwardInput(operation: name), avoiding: avoided, hint: hint, in: context,
          operation: name),
        weights: layouts.plainWeights, source: (DNNL_ARG_DIFF_DST, dnnl_query_diff_dst_md),
        destination: (DNNL_ARG_DIFF_SRC, dnnl_query_diff_src_md), in: context, operation: name)
      : nil
    if !products.contains(.weightGradient) {
      weightProduct = nil
    } else if let kernel = WeightGradientKernel(shape, in: context) {
      weightProduct = kernel
    } else {
      weightProduct = try WeightGradientProduct(
        PrimitiveDescriptor(
          layouts.backwardWeights(operation: name), avoiding: avoided, hint: hint, in: context,
          operation: name),
        weights: layouts.plainWeightGradient, in: context, operation: name)
    }
  }

  /// oneDNN 2.6 gathers the input of a strided 1x1 convolution into scratch memory before its 1x1 code runs, and
  /// writes past that memory where channels are no multiple of 8.
  static func unsafeCode(for shape: ConvolutionShape) -> String? {
    shape.kernelHeight == 1 && shape.kernelWidth == 1 && shape.stride > 1
      && (!shape.inputs.isMultiple(of: 8) || !shape.outputs.isMultiple(of: 8)) ? "jit_1x1" : nil
  }

  /// output = input * weights, or output += input * weights.
  package func forward(_ input: Tensor, weights: Tensor, into output: Tensor) {
    expect(input, inputShape)
    expect(weights, weightShape)
    expect(output, outputShape)
    guard let forwardProduct else { preconditionFailure("made without the forward product") }
    forwardProduct.run(input, weights: weights, into: output)
  }

  /// The gradient of the input, from that of the output.
  package func backwardInput(
    _ outputGradient: Tensor, weights: Tensor, into inputGradient: Tensor
  ) {
    expect(outputGradient, outputShape)
    expect(weights, weightShape)
    expect(inputGradient, inputShape)
    guard let inputProduct else { preconditionFailure("made without the gradient of the input") }
    inputProduct.run(outputGradient, weights: weights, into: inputGradient)
  }

  /// The gradient of the weights, from the input and the gradient of the output.
  package func backwardWeights(
    _ input: Tensor, _ outputGradient: Tensor, into weightGradient: Tensor
  ) {
    expect(input, inputShape)
    expect(outputGradient, outputShape)
    expect(weightGradient, weightShape)
    guard let weightProduct else { preconditionFailure("made without the gradient of weights") }
    weightProduct.run(input, outputGradient, into: weightGradient)
  }

  /// Whether, for this shape on this processor, the gradient of weights can be had from codes of the input.
  package static func takesCodes(_ shape: ConvolutionShape) -> Bool {
    WeightGradientKernel.takes(shape)
  }

  /// The gradient of the weights, from the codes and the step size of the input. The shape must take codes.
  package func backwardWeights(
    _ codes: CodeTensor, scale: Float, _ outputGradient: Tensor, into weightGradient: Tensor
  ) {
    precondition(codes.shape == inputShape, "convolution: \(codes.shape) is not \(inputShape)")
    expect(outputGradient, outputShape)
    expect(weightGradient, weightShape)
    guard let kernel = weightProduct as? WeightGradientKernel else {
      preconditionFailure("\(shape) takes no codes")
    }
    kernel.run(codes, scale: scale, outputGradient, into: weightGradient)
  }

  private func expect(_ tensor: Tensor, _ expected: [Int]) {
    precondition(tensor.shape == expected, "convolution: \(tensor.shape) is not \(expected)")
  }
}
