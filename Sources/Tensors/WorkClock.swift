/// Adds up the time that the larger part of a network's work takes, by kind.
package final class WorkClock {
  /// What time is spent on.
  package enum Work: Int, Sendable, CaseIterable {
    /// Convolutions and matrix products.
    case products
    /// The passes that quantize, with the batch-norm and the ReLU that are part of them, and
    /// weights' quantizers.
    case quantizers
    /// The statistics of batch-norm, and its passes where nothing is quantized.
    case normalization
  }

  /// Whether it measures: reading the time costs some microseconds a layer.
  package var isRunning = false
  private var sums = [Double](repeating: 0, count: Work.allCases.count)
  private let clock = ContinuousClock()

  package init() {}

  /// Starts from zero.
  package func reset() {
    for index in sums.indices { sums[index] = 0 }
  }

  /// Seconds since the last reset.
  package func seconds(_ work: Work) -> Double { sums[work.rawValue] }

  /// Runs `body`, and counts its time as `work`.
  package func measure(_ work: Work, _ body: () -> Void) {
    guard isRunning else { return body() }
    sums[work.rawValue] += clock.measure(body) / .seconds(1)
  }
}
