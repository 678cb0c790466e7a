import Tensors

/// The forward product of a layer on codes.
struct IntegerProduct {
  let product: CodeConvolution
  let input: QuantizedCodes
  let weights: QuantizedCodes
  /// Up to which magnitude of weight codes it is exact; nil if with all.
  let largestWeight: Int?

  /// output = input * weights, if that is exact with the codes that the weights have now.
  /// - Returns: whether it is, and was computed.
  func forward(into output: Tensor) -> Bool {
    if let largestWeight, weights.codes.largestMagnitude > largestWeight { return false }
    product.forward(
      input.codes, weights: weights.codes, scale: input.stepSize * weights.stepSize, into: output)
    return true
  }
}
