/// The arithmetic of the products of a network.
package enum Precision: String, Sendable, Codable, CaseIterable {
  /// Every product in float32.
  case float32
  /// Forward convolutions of quantized layers in integers, on codes, wherever that is exact
  /// (`CodeConvolution.largestExactWeight`), and their gradients in bfloat16 where the processor
  /// multiplies it (`GradientArithmetic`); all other products in float32.
  case mixed
}
