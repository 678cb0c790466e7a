/// What a processor computes with, as far as training is faster with it. Each has those before it.
package enum InstructionSet: String, Codable, CaseIterable, Sendable {
  /// Nothing is asked.
  case any
  /// 256-bit vectors.
  case avx2
  /// 512-bit vectors.
  case avx512
  /// 512-bit vectors with products of 8-bit integers.
  case avx512VNNI = "avx512-vnni"

  /// The place in the order, from 0.
  package var rank: Int {
    switch self {
    case .any: 0
    case .avx2: 1
    case .avx512: 2
    case .avx512VNNI: 3
    }
  }

  package init?(rank: Int) {
    guard let set = Self.allCases.first(where: { $0.rank == rank }) else { return nil }
    self = set
  }

  /// The best one that the flags of a processor allow, as /proc/cpuinfo lists them.
  package init(flags: Set<String>) {
    self =
      if flags.isSuperset(of: ["avx512f", "avx512bw", "avx512_vnni"]) {
        .avx512VNNI
      } else if flags.isSuperset(of: ["avx512f", "avx512bw"]) {
        .avx512
      } else if flags.isSuperset(of: ["avx2", "fma"]) {
        .avx2
      } else {
        .any
      }
  }
}
