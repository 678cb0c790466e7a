/// A product of activations' codes with weights' codes, for one shape.
protocol CodeProduct: AnyObject {
  /// output = input * weights * scale, or output += input * weights * scale.
  func run(_ input: CodeTensor, weights: CodeTensor, scale: Float, into output: Tensor)
}
