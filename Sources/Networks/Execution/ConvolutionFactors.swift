import Tensors

/// What a convolution multiplies, forward and going back.
enum ConvolutionFactors {
  /// Values of input and weights, in float32.
  case values(input: Tensor)
  /// Forward codes, in integers; going back the values.
  case codesForward(IntegerProduct, input: Tensor)
  /// Forward codes, in integers; dL/dw from codes of the input, whose values are not kept.
  case codes(IntegerProduct)
  /// The same, and dL/dx from codes of the weights, in bfloat16.
  case codesInBFloat16(IntegerProduct, BFloat16InputGradient)

  /// What is left to be computed in float32.
  func float32Products(goesBack: Bool, givesInputGradient: Bool) -> Convolution.Products {
    var products: Convolution.Products = []
    switch self {
    case .values: products.insert(.forward)
    case .codesForward(let integers, _), .codes(let integers), .codesInBFloat16(let integers, _):
      if integers.largestWeight != nil { products.insert(.forward) }
    }
    if goesBack { products.insert(.weightGradient) }
    if case .codesInBFloat16 = self { return products }
    if givesInputGradient { products.insert(.inputGradient) }
    return products
  }
}
