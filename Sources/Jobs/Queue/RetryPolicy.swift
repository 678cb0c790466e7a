import Foundation

/// How long a job waits before another attempt: `base * 2^(n - 1)` seconds after its n-th failure,
/// at most `cap`, spread over its upper half so that jobs that failed together do not come back
/// together.
package struct RetryPolicy: Hashable, Sendable {
  package var base: Double
  package var cap: Double

  package init(base: Double = 2, cap: Double = 300) {
    self.base = base
    self.cap = cap
  }

  /// Seconds. `jitter` is uniform in 0..<1.
  package func delay(failures: Int, jitter: Double) -> Double {
    precondition(failures >= 1, "no pause after \(failures) failures")
    // 2^60 seconds is past any cap, and no overflow.
    let pause = min(cap, base * exp2(Double(min(failures - 1, 60))))
    return pause * (0.5 + 0.5 * jitter)
  }
}
