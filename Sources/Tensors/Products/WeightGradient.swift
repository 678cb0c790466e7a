/// A product that gives the gradient of weights, for one shape.
protocol WeightGradient: AnyObject {
  /// weightGradient[o, c, u, v] = sum over examples and positions of outputGradient * input.
  func run(_ input: Tensor, _ outputGradient: Tensor, into weightGradient: Tensor)
}
