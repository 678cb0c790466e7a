package import Foundation

/// A study as the service shows it.
package struct Study: Codable, Sendable, Identifiable {
  package var id: String
  package var name: String
  /// The recipe and its scale; nil for a grid.
  package var recipe: Recipe?
  package var scale: StudyScale?
  package var state: StudyState
  /// How many jobs are in each state, by the state's word; those without jobs are absent.
  package var jobs: [String: Int]
  /// What the paper found, for a recipe.
  package var claim: String?
  package var createdAt: Date
  /// The results so far; nil in lists.
  package var table: StudyTable?

  package init(
    id: String, name: String, recipe: Recipe?, scale: StudyScale?, jobs: [JobState: Int],
    createdAt: Date, table: StudyTable? = nil
  ) {
    self.id = id
    self.name = name
    self.recipe = recipe
    self.scale = scale
    self.createdAt = createdAt
    self.table = table
    state = StudyState(of: jobs)
    self.jobs = Dictionary(uniqueKeysWithValues: jobs.map { ($0.key.rawValue, $0.value) })
    claim = recipe?.claim
  }
}

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

  /// Whether all jobs have ended.
  package var isFinal: Bool { self != .queued && self != .running }
}
