/// Reproducible values for tests.
struct RandomValues {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  /// Uniform in -size ... size.
  mutating func next(size: Float = 1) -> Float {
    // Knuth's MMIX generator.
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (Float(state >> 40) / Float(1 << 24) * 2 - 1) * size
  }

  mutating func array(_ count: Int, size: Float = 1) -> [Float] {
    (0..<count).map { _ in next(size: size) }
  }
}
