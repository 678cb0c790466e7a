package import Foundation

/// POST /studies: a recipe, or a spec and a grid of changes to it.
///
///     {"recipe": "bits", "scale": "small", "seeds": [1, 2, 3]}
///     {"name": "rates", "job": {...}, "grid": {"optimizer.learningRate": [0.1, 0.01]},
///      "baseline": {...}}
package struct StudyRequest: Sendable {
  package var name: String
  package var recipe: Recipe?
  package var scale: StudyScale?
  package var plan: StudyPlan
  /// What was sent.
  package let tree: JSONValue

  /// Throws `InvalidJSON`, or `InvalidSpec` that names every bad field.
  package init(json: Data) throws {
    try self.init(JSONCoding.tree(json))
  }

  package init(_ tree: JSONValue) throws {
    self = try FieldReader.read(tree) { StudyRequest($0, tree) }
    try plan.check { _ in }
  }

  /// Reads the fields of a study; the specs that it makes are checked after that.
  package static func reading(_ reader: FieldReader) -> StudyRequest {
    StudyRequest(reader, .null)
  }

  private init(_ reader: FieldReader, _ tree: JSONValue) {
    self.tree = tree
    recipe = reader.optionalChoice("recipe", about: "An experiment of the paper.")
    let scale: StudyScale? = reader.optionalChoice(
      "scale", about: "How large a recipe is; small if it is not given.")
    self.scale = recipe == nil ? nil : scale ?? .small
    var job = reader.members(
      "job", about: "A spec; for a recipe, what to change in all of its specs.")
    let seeds = Self.seeds(reader, of: job.removeValue(forKey: "seed"))
    let baseline = reader.members(
      "baseline",
      about: "What to change for a job that comes first, whose weights others start from.")
    let grid = StudyGrid(reader)
    let name = reader.optionalText(
      "name", maximum: 250, example: "rates", about: "A name for people.")
    self.name = name ?? recipe?.rawValue ?? "grid"
    if let recipe {
      plan = recipe.plan(self.scale ?? .small, patch: .object(job), seeds: seeds)
      Recipe.refuseColumns(of: plan, in: job, reader)
      for key in ["grid", "baseline"] where reader.has(key) {
        reader.report(key, "a recipe has its own: give one or the other")
      }
    } else {
      plan = grid.plan(
        job: .object(job), baseline: reader.has("baseline") ? .object(baseline) : nil,
        seeds: seeds)
      if grid.triesSeeds, reader.has("seeds") {
        reader.report("seeds", "are tried by the grid: give one or the other")
      }
      if reader.has("scale"), !reader.has("recipe") {
        reader.report("scale", "belongs to a recipe")
      }
      if !reader.has("job"), !reader.has("recipe") {
        reader.report("job", "is required without a recipe: a spec")
      }
    }
    if plan.members.count > StudyPlan.maximum {
      reader.report(
        reader.has("grid") ? "grid" : "seeds",
        "makes more than \(StudyPlan.maximum) jobs, the most that a study may have")
      plan.members = []
    }
  }

  /// - Parameter own: the seed of the spec that all jobs are made from.
  private static func seeds(_ reader: FieldReader, of own: JSONValue?) -> [Int] {
    let expected = "whole numbers from 0 to \(Int32.max)"
    func seed(_ value: JSONValue) -> Int? {
      if case .integer(let seed) = value, (0...Int(Int32.max)).contains(seed) { seed } else { nil }
    }
    if let own, seed(own) == nil {
      reader.report(within: "job/seed", "\(own) is not one of: \(expected)")
    }
    let seeds = reader.list(
      "seeds", of: expected,
      items: ["type": "integer", "minimum": 0, "maximum": .integer(Int(Int32.max))],
      default: [own.flatMap(seed) ?? 1],
      about: "Each row of the table has a job for each; that of the job if they are not given.",
      seed)
    if seeds.isEmpty { reader.report("seeds", "one is needed at least") }
    if Set(seeds).count < seeds.count { reader.report("seeds", "one is given twice") }
    return seeds
  }
}
