import Tensors

/// The forward product of a layer on codes.
struct IntegerProduct {
  let product: CodeConvolution
  /// Codes of the input.
  let input: CodeTensor

  /// Computes it if the layer has quantizers and codes of its weights.
  /// - Returns: whether it did.
  func forward(_ weights: LayerWeights, input quantizer: Quantizer?, into output: Tensor) -> Bool {
    guard let codes = weights.codes, let s = quantizer?.stepSize,
      let weightStep = weights.quantizer?.stepSize
    else { return false }
    product.forward(input, weights: codes, scale: s * weightStep, into: output)
    return true
  }
}
