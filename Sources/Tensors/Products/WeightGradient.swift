/// A product that gives the gradient of weights, for one shape.
protocol WeightGradient: AnyObject {
  /// weightGradient[o, c, u, v] = sum over examples and positions of outputGradient * input.
  func run(_ input: Tensor, _ outputGradient: Tensor, into weightGradient: Tensor)
}

/// One that also takes the input as unsigned codes, a quarter of the bytes.
protocol CodeWeightGradient: WeightGradient {
  /// The same of an input that is scale * code.
  func run(
    _ codes: CodeTensor, scale: Float, _ outputGradient: Tensor, into weightGradient: Tensor)
}
