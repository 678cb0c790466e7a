import Testing

import Experiments

struct InstructionSetTests {
  @Test(
    "The flags of a processor name the best set that it has whole",
    arguments: [
      ("sse2 avx", InstructionSet.any), ("avx2", .any), ("avx2 fma", .avx2),
      ("avx2 fma avx512f", .avx2), ("avx2 fma avx512f avx512bw", .avx512),
      ("avx2 fma avx512f avx512bw avx512_vnni", .avx512VNNI),
    ])
  func flags(_ flags: String, _ set: InstructionSet) {
    #expect(InstructionSet(flags: Set(flags.split(separator: " ").map(String.init))) == set)
  }

  @Test("Ranks are an order, and lead back to their sets")
  func ranks() {
    #expect(InstructionSet.allCases.map(\.rank) == Array(0..<InstructionSet.allCases.count))
    for set in InstructionSet.allCases { #expect(InstructionSet(rank: set.rank) == set) }
    #expect(InstructionSet(rank: 99) == nil)
  }
}
