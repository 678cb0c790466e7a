/// The arithmetic of the products of a network.
package enum Precision: String, Sendable, CaseIterable {
  /// Every product in float32.
  case float32
  /// Forward products of quantized conv and linear layers in integers, on codes, where that is
  /// exact (`CodeProducts`: for an input without an offset, signed only with VNNI, and sums within
  /// their bounds), and both gradients of these convolutions in bfloat16 where the processor is
  /// faster with it (`BFloat16InputGradient.takes`); all other products in float32.
  case mixed
}
