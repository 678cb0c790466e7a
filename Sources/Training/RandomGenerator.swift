import Foundation

/// xoshiro256** (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021),
/// seeded through SplitMix64 as its authors advise.
///
/// The sequence depends on the seed alone: not on the Swift version, the machine or the thread.
/// What is random in training takes its own stream (`init(seed:purpose:epoch:index:)`), so that the
/// order of an epoch and the crop of an image can be found again without replaying what came
/// before.
package struct RandomGenerator: RandomNumberGenerator, Sendable, Equatable {
  /// What a stream is for. Streams of different purposes are independent.
  package enum Purpose: UInt64, Sendable {
    case initialWeights = 1
    case epochOrder = 2
    case augmentation = 3
    case syntheticData = 4
    case dropout = 5
    case fineTuning = 6
  }

  private var s0: UInt64
  private var s1: UInt64
  private var s2: UInt64
  private var s3: UInt64

  package init(seed: UInt64) {
    self.init(SplitMix64(state: seed))
  }

  /// The stream that belongs to (seed, purpose, epoch, index): a pure function of the four.
  package init(seed: UInt64, purpose: Purpose, epoch: Int = 0, index: Int = 0) {
    var mixer = SplitMix64(state: seed)
    mixer.absorb(purpose.rawValue)
    mixer.absorb(UInt64(bitPattern: Int64(epoch)))
    mixer.absorb(UInt64(bitPattern: Int64(index)))
    self.init(mixer)
  }

  private init(_ seeds: SplitMix64) {
    var seeds = seeds
    (s0, s1, s2, s3) = (seeds.next(), seeds.next(), seeds.next(), seeds.next())
  }

  package mutating func next() -> UInt64 {
    let result = (s1 &* 5).rotatedLeft(7) &* 9
    let shifted = s1 << 17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= shifted
    s3 = s3.rotatedLeft(45)
    return result
  }

  /// A uniform integer in 0 ..< `bound`, without bias (Lemire, "Fast random integer generation in
  /// an interval", 2019). The standard library's own method may change between Swift versions.
  package mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0, "the bound \(bound) is not positive")
    let range = UInt64(bound)
    var product = next().multipliedFullWidth(by: range)
    if product.low < range {
      let threshold = (0 &- range) % range
      while product.low < threshold { product = next().multipliedFullWidth(by: range) }
    }
    return Int(product.high)
  }

  /// A uniform number in [0, 1), a multiple of 2^-53.
  package mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// Fills `values` with normal variates of mean 0 and the given standard deviation (Box and
  /// Muller, 1958). He et al. 2015 start a layer of fan-in n with deviation sqrt(2 / n).
  package mutating func fillNormal(
    _ values: UnsafeMutableBufferPointer<Float>, standardDeviation: Double
  ) {
    for i in stride(from: 0, to: values.count, by: 2) {
      // 1 - u lies in (0, 1]: its logarithm is finite.
      let radius = standardDeviation * (-2 * log(1 - uniform())).squareRoot()
      let angle = 2 * Double.pi * uniform()
      values[i] = Float(radius * cos(angle))
      if i + 1 < values.count { values[i + 1] = Float(radius * sin(angle)) }
    }
  }

  /// Shuffles `values` (Fisher and Yates, in Durstenfeld's form).
  package mutating func shuffle(_ values: inout [Int32]) {
    for last in stride(from: values.count - 1, to: 0, by: -1) {
      values.swapAt(last, below(last + 1))
    }
  }
}

/// SplitMix64 (Steele, Lea and Flood, 2014): spreads one word over a whole state.
private struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = state
    word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
    return word ^ (word >> 31)
  }

  /// Makes all that follows depend on `word` too.
  mutating func absorb(_ word: UInt64) {
    state = next() ^ word
  }
}

extension UInt64 {
  fileprivate func rotatedLeft(_ count: UInt64) -> UInt64 {
    (self << count) | (self >> (64 - count))
  }
}
