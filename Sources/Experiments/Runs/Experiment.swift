package import Foundation

/// A named group of runs. Experiment 0 is "Default" and always there.
package struct Experiment: Codable, Hashable, Sendable, Identifiable {
  package var id: Int
  package var name: String
  package var createdAt: Date
  package var runs: Int

  package init(id: Int, name: String, createdAt: Date, runs: Int) {
    self.id = id
    self.name = name
    self.createdAt = createdAt
    self.runs = runs
  }
}
