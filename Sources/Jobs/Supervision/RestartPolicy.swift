import Foundation

/// How long a worker slot waits before it starts another process: nothing after one that ran long,
/// and twice as long after each further one that ended early.
package struct RestartPolicy: Hashable, Sendable {
  /// Seconds after the first early end.
  package var base: Double
  package var cap: Double
  /// A process that ran so long did not end early.
  package var healthySeconds: Double

  package init(base: Double = 0.5, cap: Double = 60, healthySeconds: Double = 30) {
    self.base = base
    self.cap = cap
    self.healthySeconds = healthySeconds
  }

  /// The early ends in a row, after one more process that ran for `seconds`.
  package func earlyEnds(before: Int, ranFor seconds: Double) -> Int {
    seconds >= healthySeconds ? 0 : before + 1
  }

  /// Seconds before the next start, after so many early ends in a row. The first is not waited for:
  /// it may be a worker that someone killed.
  package func delay(earlyEnds: Int) -> Double {
    earlyEnds <= 1 ? 0 : min(cap, base * exp2(Double(min(earlyEnds - 2, 60))))
  }
}
