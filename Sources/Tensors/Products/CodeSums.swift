import COneDNN

/// How a processor adds up products of codes.
package enum CodeSums: Sendable {
  /// Two products at a time in 16 bits, with saturation (x86's VPMADDUBSW).
  case pairsIn16Bits
  /// In 32 bits (VNNI's VPDPBUSD).
  case in32Bits

  /// What oneDNN uses on this processor; ONEDNN_MAX_CPU_ISA is heeded.
  package static let ofThisProcessor: CodeSums = {
    // The bits of dnnl_cpu_isa_avx512_core_vnni and of dnnl_cpu_isa_avx2_vnni that older sets lack.
    let vnni: UInt32 = 0x40 | 0x400
    return dnnl_get_effective_cpu_isa().rawValue & vnni == 0 ? .pairsIn16Bits : .in32Bits
  }()
}
