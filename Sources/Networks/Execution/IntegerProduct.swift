import Tensors

/// The forward product of a layer on codes.
struct IntegerProduct {
  let product: CodeConvolution
  /// Codes of the input.
  let input: CodeTensor
  /// Up to which magnitude of weight codes it is exact; nil if with all.
  let largestWeight: Int?

  /// Computes it if the layer has quantizers and codes of its weights, and it is exact with them.
  /// - Returns: whether it did.
  func forward(_ weights: LayerWeights, input quantizer: Quantizer?, into output: Tensor) -> Bool {
    guard let codes = weights.codes, let s = quantizer?.stepSize,
      let weightStep = weights.quantizer?.stepSize
    else { return false }
    if let largestWeight, codes.largestMagnitude > largestWeight { return false }
    product.forward(input, weights: codes, scale: s * weightStep, into: output)
    return true
  }
}
