/// A recipe as it is chosen from: what it shows, and how many jobs it makes.
package struct RecipeInfo: Codable, Sendable {
  package var recipe: Recipe
  package var summary: String
  package var claim: String
  /// The smallest first.
  package var sizes: [Size]

  /// The recipe at one scale.
  package struct Size: Codable, Sendable {
    package var scale: StudyScale
    /// Jobs for one seed. Those whose spec a job of another study has trained are not made again.
    package var jobs: Int
  }

  /// All of them, in the order in which they are shown.
  package static let all = Recipe.allCases.map { RecipeInfo($0) }

  private init(_ recipe: Recipe) {
    self.recipe = recipe
    summary = recipe.summary
    claim = recipe.claim
    sizes = StudyScale.allCases.map {
      Size(scale: $0, jobs: recipe.plan($0, patch: .object([:]), seeds: [1]).members.count)
    }
  }
}
