import Foundation

/// Notices when the clock of the machine is set, which then moves otherwise than one that nobody
/// sets, and when the service itself stood still: its ticks come every second.
struct ClockWatch {
  /// A smaller difference is the drift of clocks and the delay of threads.
  static let tolerance = 2.0
  /// A service that was away for longer may have kept its workers from being heard.
  static let longestPause = 5.0

  private var last: (wall: Date, steady: Double)?
  private var tick: (steady: Double, failedWrites: Int)?

  /// Seconds by which the wall clock was set since `follow`, below 0 if it was set back; nil if it
  /// was not.
  func change(wall: Date, steady: Double) -> Double? {
    guard let last else { return nil }
    let change = wall.timeIntervalSince(last.wall) - (steady - last.steady)
    return abs(change) > Self.tolerance ? change : nil
  }

  /// What followed from the last change is done.
  mutating func follow(wall: Date, steady: Double) {
    last = (wall, steady)
  }

  /// Whether the service stood still since its last tick, or could not write.
  func wasAway(steady: Double, failedWrites: Int) -> Bool {
    guard let tick else { return false }
    return steady - tick.steady > Self.longestPause || failedWrites != tick.failedWrites
  }

  /// A tick has done all that was due.
  mutating func ticked(steady: Double, failedWrites: Int) {
    tick = (steady, failedWrites)
  }
}
