/// A convolution of float32 values and its two gradients, for one shape: each by what is fastest on
/// this processor, oneDNN or a kernel of our own.
///
/// Activations are NHWC, weights OIHW.
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

  /// What finds dL/dw.
  private enum WeightProduct {
    case kernel(WeightGradientKernel)
    case oneDNN(WeightGradientProduct)
  }

  package let shape: ConvolutionShape
  private let inputShape: [Int]
  private let weightShape: [Int]
  private let outputShape: [Int]
  private let forwardProduct: (any ActivationProduct)?
  private let inputProduct: (any ActivationProduct)?
  private let weightProduct: WeightProduct?

  /// - Parameters:
  ///   - accumulates: whether the forward product is added to what the output holds.
  ///   - products: what will be asked for; the rest is not prepared.
  ///   - weightArithmetic: in what dL/dw may be multiplied.
  package init(
    _ shape: ConvolutionShape, accumulates: Bool = false, products: Products,
    weightArithmetic: GradientArithmetic = .float32, in context: ComputeContext
  ) throws(TensorError) {
    self.shape = shape
    (inputShape, weightShape, outputShape) = (
      shape.inputShape, shape.weightShape, shape.outputShape
    )
    forwardProduct =
      try products.contains(.forward)
      ? Self.forward(shape, accumulates: accumulates, in: context) : nil
    inputProduct =
      try products.contains(.inputGradient) ? Self.inputGradient(shape, in: context) : nil
    weightProduct =
      try products.contains(.weightGradient)
      ? Self.weightGradient(shape, weightArithmetic, in: context) : nil
  }

  private static func forward(
    _ shape: ConvolutionShape, accumulates: Bool, in context: ComputeContext
  ) throws(TensorError) -> any ActivationProduct {
    if shape.hasWinograd {
      return WinogradProduct(shape, .forward(accumulates: accumulates), in: context)
    }
    return try OneDNNConvolution(shape, in: context).forward(accumulates: accumulates)
  }

  private static func inputGradient(
    _ shape: ConvolutionShape, in context: ComputeContext
  ) throws(TensorError) -> any ActivationProduct {
    if shape.hasWinograd { return WinogradProduct(shape, .inputGradient, in: context) }
    return try OneDNNConvolution(shape, in: context).inputGradient()
  }

  private static func weightGradient(
    _ shape: ConvolutionShape, _ arithmetic: GradientArithmetic, in context: ComputeContext
  ) throws(TensorError) -> WeightProduct {
    if let kernel = WeightGradientKernel(shape, arithmetic, in: context) { return .kernel(kernel) }
    return .oneDNN(try OneDNNConvolution(shape, in: context).weightGradient())
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
    switch weightProduct {
    case .kernel(let kernel): kernel.run(input, outputGradient, into: weightGradient)
    case .oneDNN(let product): product.run(input, outputGradient, into: weightGradient)
    case nil: preconditionFailure("made without the gradient of weights")
    }
  }

  /// Whether, for this shape on this processor, the gradient of weights can be had from codes of
  /// the input, which may be signed bytes.
  package static func takesCodes(_ shape: ConvolutionShape, signed: Bool) -> Bool {
    WeightGradientKernel.takesCodes(shape, signed: signed)
  }

  /// The gradient of the weights, from the codes and the step size of the input. The shape must
  /// take codes.
  package func backwardWeights(
    _ codes: CodeTensor, signed: Bool, scale: Float, _ outputGradient: Tensor,
    into weightGradient: Tensor
  ) {
    precondition(codes.shape == inputShape, "convolution: \(codes.shape) is not \(inputShape)")
    expect(outputGradient, outputShape)
    expect(weightGradient, weightShape)
    guard case .kernel(let kernel) = weightProduct else {
      preconditionFailure("\(shape) takes no codes")
    }
    kernel.run(codes, signed: signed, scale: scale, outputGradient, into: weightGradient)
  }

  private func expect(_ tensor: Tensor, _ expected: [Int]) {
    precondition(tensor.shape == expected, "convolution: \(tensor.shape) is not \(expected)")
  }
}
