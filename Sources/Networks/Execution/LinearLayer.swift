import Tensors

/// A linear layer with bias on quantized (or plain) input and weights.
final class LinearLayer: NetworkLayer, BackwardLayer {
  let name: String
  let work = LayerClock.Work.products
  var outputs: [Tensor] { [output] }
  private let product: Linear
  private let weights: LayerWeights
  private let bias: Parameter
  private let input: Tensor
  private let output: Tensor
  private let outputGradient: Tensor
  private let inputGradient: Tensor?

  init(
    name: String, product: Linear, weights: LayerWeights, bias: Parameter, input: Tensor,
    output: Tensor, outputGradient: Tensor, inputGradient: Tensor?
  ) {
    self.name = name
    self.product = product
    self.weights = weights
    self.bias = bias
    self.input = input
    self.output = output
    self.outputGradient = outputGradient
    self.inputGradient = inputGradient
  }

  func forward(_ pass: ForwardPass) {
    weights.forward(pass)
    product.forward(input, weights: weights.effective, bias: bias.value, into: output)
  }

  func backward() {
    if let inputGradient {
      product.backwardInput(outputGradient, weights: weights.effective, into: inputGradient)
    }
    product.backwardWeights(
      input, outputGradient, into: weights.parameter.gradient, bias: bias.gradient)
    weights.backward()
  }
}
