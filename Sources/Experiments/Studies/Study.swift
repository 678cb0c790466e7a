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
