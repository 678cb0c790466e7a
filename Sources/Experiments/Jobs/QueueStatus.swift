/// The queue as a whole.
package struct QueueStatus: Codable, Hashable, Sendable {
  /// Whether workers are given no jobs; those that run go on.
  package var paused: Bool
  /// How many jobs are in each state, by its name.
  package var jobs: [String: Int]

  package init(paused: Bool, jobs: [JobState: Int]) {
    self.paused = paused
    self.jobs = Dictionary(
      uniqueKeysWithValues: JobState.allCases.map { ($0.rawValue, jobs[$0] ?? 0) })
  }
}
