/// A product of activations with weights, for one shape: forward, or the gradient of the input.
protocol ActivationProduct: AnyObject {
  func run(_ input: Tensor, weights: Tensor, into output: Tensor)
}
