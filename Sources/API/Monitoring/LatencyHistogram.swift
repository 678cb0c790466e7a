/// How long answers took, counted in fixed stretches of seconds.
struct LatencyHistogram: Sendable {
  /// Upper ends of the stretches.
  static let bounds = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
  ]

  /// How many fell into each stretch; those beyond the last are only in `count`.
  private(set) var counts = Array(repeating: 0, count: bounds.count)
  private(set) var count = 0
  /// Seconds of all of them.
  private(set) var sum = 0.0

  mutating func add(_ seconds: Double) {
    count += 1
    sum += seconds
    if let index = Self.bounds.firstIndex(where: { seconds <= $0 }) { counts[index] += 1 }
  }
}
