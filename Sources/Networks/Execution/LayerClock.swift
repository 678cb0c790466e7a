/// Adds up the time that layers take, by what they do.
package final class LayerClock {
  /// What a layer spends its time on.
  package enum Work: String, Sendable, Codable, CaseIterable {
    /// Convolutions and matrix products, their weights' quantizers included.
    case products
    /// Batch-norm, ReLU and the quantizers of activations.
    case activations
    /// Means and sums.
    case reductions
  }

  /// Seconds since the last reset.
  package private(set) var seconds: [Work: Double] = [:]
  private let clock = ContinuousClock()

  package init() {}

  /// Starts from zero.
  package func reset() {
    seconds = [:]
  }

  func measure(_ work: Work, _ body: () -> Void) {
    seconds[work, default: 0] += clock.measure(body) / .seconds(1)
  }
}
