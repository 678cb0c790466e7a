import Foundation

/// Notices when the clock of the machine is set: it then moves otherwise than one that nobody sets.
struct ClockWatch {
  /// A smaller difference is the drift of clocks and the delay of threads.
  static let tolerance = 2.0

  private var last: (wall: Date, steady: Double)?

  /// Seconds by which the wall clock was set since the last call, below 0 if it was set back; nil if
  /// it was not.
  mutating func change(wall: Date, steady: Double) -> Double? {
    defer { last = (wall, steady) }
    guard let last else { return nil }
    let change = wall.timeIntervalSince(last.wall) - (steady - last.steady)
    return abs(change) > Self.tolerance ? change : nil
  }
}
