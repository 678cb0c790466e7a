import COneDNN

/// In what the gradients of a convolution of codes are multiplied.
package enum GradientArithmetic: Sendable {
  case float32
  /// Codes are exact in it, so only the gradient that comes in is rounded, and values where there
  /// are no codes; sums are in float32.
  case bfloat16

  /// What is fastest on this processor; ONEDNN_MAX_CPU_ISA is heeded.
  package static let ofThisProcessor: GradientArithmetic =
    // The bit of dnnl_cpu_isa_avx512_core_bf16 that older sets lack.
    dnnl_get_effective_cpu_isa().rawValue & 0x80 == 0 ? .float32 : .bfloat16
}
