import Tensors

/// A convolution of quantized (or plain) input with quantized (or plain) weights.
///
/// Forward: y = x_hat * w_hat, with x_hat = s * (codes of x) by the `ActivationLayer` before, and
/// w_hat = t * (codes of w) by `LayerWeights`; s and t are the step sizes.
///
/// Backward: dL/dw_hat and dL/dx_hat from dL/dy. `LayerWeights` turns the first into dL/dw and
/// dL/dt, the `ActivationLayer` the second into dL/dx and dL/ds (Esser et al. 2020, Eq. 3 and 5).
final class ConvolutionLayer: NetworkLayer, BackwardLayer {
  /// What the input is given going back.
  enum InputGradient {
    /// Nothing: nothing before it learns.
    case none
    /// dL/dx_hat.
    case values(Tensor)
    /// dL/ds alone, x having no gradient: from dx_hat/ds at each value.
    case stepSize(derivative: Tensor, Quantizer)
  }

  let name: String
  func outputs(_ pass: ForwardPass) -> [Tensor] { [output] }
  private let product: Convolution
  private let factors: ConvolutionFactors
  private let weights: LayerWeights
  private let output: Tensor
  /// dL/dy, if the network goes back.
  private let outputGradient: Tensor?
  private let inputGradient: InputGradient
  private let context: ComputeContext
  /// The input, for a product of values where only its codes are kept.
  private lazy var decoded = Tensor(shape: product.shape.inputShape)

  init(
    name: String, product: Convolution, factors: ConvolutionFactors, weights: LayerWeights,
    output: Tensor, outputGradient: Tensor?, inputGradient: InputGradient, context: ComputeContext
  ) {
    self.name = name
    self.product = product
    self.factors = factors
    self.weights = weights
    self.output = output
    self.outputGradient = outputGradient
    self.inputGradient = inputGradient
    self.context = context
  }

  func forward(_ pass: ForwardPass) {
    weights.forward(pass)
    context.clock.measure(.products) { multiply() }
  }

  private func multiply() {
    switch factors {
    case .values(let input):
      product.forward(input, weights: weights.effective, into: output)
    case .codesForward(let integers, _), .codes(let integers), .codesInBFloat16(let integers, _):
      if integers.forward(into: output) { return }
      integers.input.codes.decode(step: integers.input.stepSize, into: decoded)
      product.forward(decoded, weights: weights.effective, into: output)
    }
  }

  func backward() {
    guard let outputGradient else { return }
    context.clock.measure(.products) { multiplyBackward(outputGradient) }
    weights.backward()
  }

  private func multiplyBackward(_ outputGradient: Tensor) {
    switch factors {
    case .values(let input), .codesForward(_, let input):
      giveInputGradient(outputGradient)
      product.backwardWeights(input, outputGradient, into: weights.parameter.gradient)
    case .codes(let integers):
      giveInputGradient(outputGradient)
      giveWeightGradient(integers.input, outputGradient)
    case .codesInBFloat16(let integers, let gradient):
      if case .values(let tensor) = inputGradient {
        let weights = integers.weights
        gradient.run(outputGradient, weights: weights.codes, step: weights.stepSize, into: tensor)
      }
      giveWeightGradient(integers.input, outputGradient)
    }
  }

  private func giveWeightGradient(_ input: QuantizedCodes, _ outputGradient: Tensor) {
    product.backwardWeights(
      input.codes, signed: input.quantizer.quantization.range.isSigned, scale: input.stepSize,
      outputGradient, into: weights.parameter.gradient)
  }

  private func giveInputGradient(_ outputGradient: Tensor) {
    switch inputGradient {
    case .none:
      break
    case .values(let tensor):
      product.backwardInput(outputGradient, weights: weights.effective, into: tensor)
    case .stepSize(let derivative, let quantizer):
      // dL/ds = sum of dL/dx_hat * dx_hat/ds, and dL/dx_hat = dL/dy through the weights. Both are
      // linear, so it is also the weights times the gradient they would have on dx_hat/ds as input:
      // far cheaper than dL/dx_hat.
      let gradient = weights.parameter.gradient
      product.backwardWeights(derivative, outputGradient, into: gradient)
      quantizer.receive(gradient: weights.effective.dot(gradient, in: context))
    }
  }
}
