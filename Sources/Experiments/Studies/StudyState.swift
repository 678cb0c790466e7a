/// Where a study is: what its jobs' states come to.
package enum StudyState: String, Codable, CaseIterable, Sendable {
  /// No job has begun.
  case queued
  /// Some have begun, some have not ended.
  case running
  /// All succeeded.
  case succeeded
  /// All have ended, and one failed or took too long.
  case failed
  /// All have ended, and one was canceled.
  case canceled

  /// - Parameter jobs: how many are in each state.
  package init(of jobs: [JobState: Int]) {
    let states = Set(jobs.filter { $0.value > 0 }.keys)
    if states.isSubset(of: [.blocked, .queued]), !states.isEmpty {
      self = .queued
    } else if states.contains(where: { !$0.isFinal }) {
      self = .running
    } else if states.contains(.failed) || states.contains(.timedOut) {
      self = .failed
    } else {
      self = states.contains(.canceled) ? .canceled : .succeeded
    }
  }
}
