import Tensors

/// A convolution of quantized (or plain) input with quantized (or plain) weights.
final class ConvolutionLayer: NetworkLayer, BackwardLayer {
  /// The tensors it works on.
  struct Buffers {
    /// Absent if nothing but its codes is read.
    let input: Tensor?
    /// Codes of the input, if the gradient of weights is taken from them.
    let gradientCodes: CodeTensor?
    let output: Tensor
    /// dL/dy, if the network goes back.
    let outputGradient: Tensor?
    /// dL/dx, if the input has a gradient.
    let inputGradient: Tensor?
    /// If it has none but a step size to learn: dv_hat/ds at each input.
    let derivative: Tensor?
  }

  let name: String
  func outputs(_ pass: ForwardPass) -> [Tensor] { [buffers.output] }
  private let product: Convolution
  private let integerProduct: IntegerProduct?
  private let roundedGradients: BFloat16Gradients?
  private let weights: LayerWeights
  private let inputQuantizer: Quantizer?
  private let buffers: Buffers
  private let context: ComputeContext
  /// The input, for a product of values where only its codes are kept.
  private lazy var decoded = Tensor(shape: product.shape.inputShape)

  init(
    name: String, product: Convolution, integerProduct: IntegerProduct?,
    roundedGradients: BFloat16Gradients?, weights: LayerWeights, inputQuantizer: Quantizer?,
    buffers: Buffers, context: ComputeContext
  ) {
    self.name = name
    self.product = product
    self.integerProduct = integerProduct
    self.roundedGradients = roundedGradients
    self.weights = weights
    self.inputQuantizer = inputQuantizer
    self.buffers = buffers
    self.context = context
  }

  func forward(_ pass: ForwardPass) {
    weights.forward(pass)
    context.clock.measure(.products) { multiply() }
  }

  private func multiply() {
    if let integerProduct {
      if integerProduct.forward(weights, input: inputQuantizer, into: buffers.output) { return }
      guard let s = inputQuantizer?.stepSize else { return }
      integerProduct.input.decode(step: s, into: decoded)
      product.forward(decoded, weights: weights.effective, into: buffers.output)
    } else if let input = buffers.input {
      product.forward(input, weights: weights.effective, into: buffers.output)
    }
  }

  func backward() {
    guard let outputGradient = buffers.outputGradient else { return }
    context.clock.measure(.products) { multiplyBackward(outputGradient) }
    weights.backward()
  }

  private func multiplyBackward(_ outputGradient: Tensor) {
    let weightGradient = weights.parameter.gradient
    if let roundedGradients, let input = buffers.gradientCodes, let codes = weights.codes,
      let s = inputQuantizer?.stepSize, let weightStep = weights.quantizer?.stepSize
    {
      return roundedGradients.run(
        outputGradient, input: (input, s), weights: (codes, weightStep),
        into: buffers.inputGradient, weightGradient)
    }
    if let inputGradient = buffers.inputGradient {
      product.backwardInput(
        outputGradient, weights: weights.effective, into: inputGradient)
    } else if let derivative = buffers.derivative {
      // dL/ds = sum of dL/dx * dv_hat/ds, and dL/dx = dL/dy through the weights. Both are linear, so it is also the
      // weights times the gradient they would have on dv_hat/ds as input: far cheaper than dL/dx.
      product.backwardWeights(derivative, outputGradient, into: weightGradient)
      inputQuantizer?.receive(gradient: weights.effective.dot(weightGradient, in: context))
    }
    if let codes = buffers.gradientCodes, let s = inputQuantizer?.stepSize {
      product.backwardWeights(codes, scale: s, outputGradient, into: weightGradient)
    } else if let input = buffers.input {
      product.backwardWeights(input, outputGradient, into: weightGradient)
    }
  }
}
