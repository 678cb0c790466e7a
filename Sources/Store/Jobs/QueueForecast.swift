/// When a job that waits will start, as far as that can be told: every worker that is free takes
/// the next one, and a job takes as long as those that ended lately.
struct QueueForecast {
  /// Seconds until each worker is free, rising.
  private let free: [Double]
  /// What a job takes; nil if none has ended yet.
  private let typical: Double?

  /// - Parameters:
  ///   - busySeconds: for each worker the time until its job ends: 0 if it has none, nil if the job
  ///     has not said yet.
  ///   - typicalSeconds: the mean time of jobs that succeeded lately.
  init(busySeconds: [Double?], typicalSeconds: Double?) {
    free = busySeconds.compactMap { $0 ?? typicalSeconds }.sorted()
    typical = typicalSeconds
  }

  /// For the job at `position` in the queue, from 1: `free[(p - 1) mod n] + floor((p - 1) / n) *
  /// typical` with n workers. nil without workers, or if it depends on what nobody knows.
  func secondsUntilStart(position: Int) -> Double? {
    if free.isEmpty { return nil }
    let (rounds, worker) = (position - 1).quotientAndRemainder(dividingBy: free.count)
    if rounds == 0 { return free[worker] }
    return typical.map { free[worker] + Double(rounds) * $0 }
  }
}
