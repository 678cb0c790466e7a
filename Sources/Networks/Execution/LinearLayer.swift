import Tensors

/// A linear layer with bias on quantized (or plain) input and weights.
final class LinearLayer: NetworkLayer, BackwardLayer {
  let name: String
  func outputs(_ pass: ForwardPass) -> [Tensor] { [output] }
  private let product: Linear
  private let integerProduct: IntegerProduct?
  private let weights: LayerWeights
  private let bias: Parameter
  private let input: Tensor
  private let output: Tensor
  /// dL/dy, if the network goes back.
  private let outputGradient: Tensor?
  private let inputGradient: Tensor?
  private let context: ComputeContext

  init(
    name: String, product: Linear, integerProduct: IntegerProduct?, weights: LayerWeights,
    bias: Parameter, input: Tensor, output: Tensor, outputGradient: Tensor?,
    inputGradient: Tensor?, context: ComputeContext
  ) {
    self.name = name
    self.product = product
    self.integerProduct = integerProduct
    self.weights = weights
    self.bias = bias
    self.input = input
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
    if let integerProduct {
      output.fillRows(bias.value)
      if integerProduct.forward(into: output) { return }
    }
    product.forward(input, weights: weights.effective, bias: bias.value, into: output)
  }

  func backward() {
    guard let outputGradient else { return }
    context.clock.measure(.products) {
      if let inputGradient {
        product.backwardInput(outputGradient, weights: weights.effective, into: inputGradient)
      }
      product.backwardWeights(
        input, outputGradient, into: weights.parameter.gradient, bias: bias.gradient)
    }
    weights.backward()
  }
}
