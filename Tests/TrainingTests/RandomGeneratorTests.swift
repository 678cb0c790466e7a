import Foundation
import Testing

import Training

@Suite struct RandomGeneratorTests {
  @Test("The sequence is that of the authors' C code: SplitMix64(1), then xoshiro256**")
  func reference() {
    var generator = RandomGenerator(seed: 1)
    let expected: [UInt64] = [
      0xb3f2af6d0fc710c5, 0x853b559647364cea, 0x92f89756082a4514, 0x642e1c7bc266a3a7,
      0xb27a48e29a233673, 0x24c123126ffda722,
    ]
    #expect(expected.map { _ in generator.next() } == expected)
  }

  @Test func streamsDifferInEveryCoordinate() {
    var firsts: Set<UInt64> = []
    for seed in 0..<3 as Range<UInt64> {
      for purpose in [RandomGenerator.Purpose.epochOrder, .augmentation] {
        for epoch in 0..<5 {
          for index in 0..<5 {
            var generator = RandomGenerator(
              seed: seed, purpose: purpose, epoch: epoch, index: index)
            firsts.insert(generator.next())
          }
        }
      }
    }
    #expect(firsts.count == 3 * 2 * 5 * 5)
  }

  @Test func boundedIntegersAreUniform() {
    var generator = RandomGenerator(seed: 3)
    var counts = [Int](repeating: 0, count: 9)
    for _ in 0..<90_000 { counts[generator.below(9)] += 1 }
    // Five standard deviations of a binomial of 90,000 trials at 1/9.
    #expect(counts.allSatisfy { abs($0 - 10_000) < 472 }, "\(counts)")
    let zeros = (0..<100).map { _ in generator.below(1) }
    #expect(zeros.allSatisfy { $0 == 0 })
  }

  @Test(arguments: [1, 2, 7, 100_001])
  func normalVariatesHaveTheirMoments(count: Int) {
    var generator = RandomGenerator(seed: 5, purpose: .initialWeights)
    var values = [Float](repeating: .nan, count: count)
    values.withUnsafeMutableBufferPointer { generator.fillNormal($0, standardDeviation: 0.5) }
    #expect(values.allSatisfy { $0.isFinite })
    guard count > 1_000 else { return }
    let mean = values.reduce(0.0) { $0 + Double($1) } / Double(count)
    let variance = values.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(count)
    let fourth = values.reduce(0.0) { $0 + pow(Double($1), 4) } / Double(count)
    #expect(abs(mean) < 5 * 0.5 / Double(count).squareRoot())
    #expect(abs(variance - 0.25) < 0.25 * 0.025)
    // The fourth moment of a normal variable is 3 sigma^4.
    #expect(abs(fourth - 3 * 0.0625) < 3 * 0.0625 * 0.06)
  }

  @Test func shuffleIsAPermutationThatMovesThings() {
    let sorted = (0..<1_000).map(Int32.init)
    var values = sorted
    var generator = RandomGenerator(seed: 9)
    generator.shuffle(&values)
    #expect(values != sorted)
    #expect(values.sorted() == sorted)
  }
}
