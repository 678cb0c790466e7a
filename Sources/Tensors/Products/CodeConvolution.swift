/// The forward convolution of quantized values, computed on their codes in integers.
///
/// y = (sum of input codes * weight codes) * scale, with scale = s of the input * s of the weights.
/// Input codes are bytes (NHWC), unsigned or, where sums are in 32 bits, signed; weight codes are
/// signed bytes (OIHW). The sum is exact, if the codes are within `largestExactWeight`; it is
/// rounded to float32 once, once more when it is multiplied, and once more when it is added to what
/// the output holds.
package final class CodeConvolution {
  package let shape: ConvolutionShape
  private let counts: (input: Int, weights: Int, output: Int)
  private let product: any CodeProduct

  /// Whether the integer product of any of these codes, with `terms` terms a sum, is exact.
  package static func isExact(
    input: CodeRange, weights: CodeRange, terms: Int, on sums: CodeSums
  ) -> Bool {
    weights.largest <= largestExactWeight(input: input, terms: terms, on: sums)
  }

  /// Up to which magnitude of weight codes the integer product with `terms` terms a sum is exact; 0
  /// if with none.
  ///
  /// Where two products are added in 16 bits with saturation, input codes must be unsigned, and 2 *
  /// highest input code * weight magnitude must not pass 32,767. The whole sum is always in 32
  /// bits. To signed input codes 128 is added on the way, and taken off the sum.
  package static func largestExactWeight(
    input: CodeRange, terms: Int, on sums: CodeSums
  ) -> Int {
    guard !input.isSigned || sums == .in32Bits else { return 0 }
    let highest = input.isSigned ? Int(UInt8.max) : input.highest
    let inSum = Int(Int32.max) / (highest * terms)
    let inPair = sums == .in32Bits ? Int.max : Int(Int16.max) / (2 * highest)
    return min(-Int(Int8.min), inSum, inPair)
  }

  /// - Parameters:
  ///   - hasSignedInput: whether input codes are signed bytes.
  ///   - accumulates: whether the product is added to what the output holds.
  ///   - largestSum: no sum of products is larger in magnitude; the largest integer if that is not
  ///     known.
  package init(
    _ shape: ConvolutionShape, hasSignedInput: Bool = false, accumulates: Bool = false,
    largestSum: Int = .max, in context: ComputeContext
  ) throws(TensorError) {
    self.shape = shape
    counts = (
      shape.inputShape.reduce(1, *), shape.weightShape.reduce(1, *),
      shape.outputShape.reduce(1, *)
    )
    if !hasSignedInput,
      let winograd = WinogradCodeProduct(
        shape, accumulates: accumulates, largestSum: largestSum, in: context)
    {
      product = winograd
    } else {
      product = try OneDNNCodeProduct(
        shape, hasSignedInput: hasSignedInput, accumulates: accumulates, in: context)
    }
  }

  /// output = input * weights * scale, or output += input * weights * scale; all of the shape's
  /// sizes.
  package func forward(
    _ input: CodeTensor, weights: CodeTensor, scale factor: Float, into output: Tensor
  ) {
    precondition(
      (input.count, weights.count, output.count) == counts,
      "\(input.shape) * \(weights.shape) into \(output.shape) is not \(shape)")
    product.run(input, weights: weights, scale: factor, into: output)
  }
}
