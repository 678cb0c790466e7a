/// The jobs of a study in the order in which they are made, and the rows that they are shown in.
package struct StudyPlan: Sendable {
  /// One job.
  package struct Member: Sendable {
    /// What tells its row from others, by the plan's keys; empty for a job that is only there for
    /// others.
    package var labels: [String: String]
    /// The spec, but for its start and teacher where these are jobs of the study.
    package var spec: JSONValue
    /// The place of the job whose weights it starts from.
    package var start: Int?
    /// The place of the job that teaches it.
    package var teacher: Int?
    /// Whether a job with the same spec that has succeeded, of another study, will do.
    package var isShared = false
    /// Where fields of the spec come from in what was sent, by their pointers; the others are in
    /// `/job`.
    package var origins: [String: String] = [:]

    /// Its spec, with the ids of the jobs made so far. A job of a row is named for what it tries.
    package func spec(ids: [String]) throws -> JobSpec {
      func source(_ place: Int) -> JSONValue {
        .object(["from": .string("job"), "id": .string(ids[place])])
      }
      var tree = spec
      if !isShared { tree = tree.merging(.object(["name": .string(name)])) }
      if let start { tree = tree.merging(.object(["start": source(start)])) }
      if let teacher {
        tree = tree.merging(source(teacher).nested(in: ["distillation", "teacher"]))
      }
      return try JobSpec(tree)
    }

    /// Such as "bits 2, weightDecay 1e-4, seed 1"; after the name of the given spec, if it has one.
    private var name: String {
      var parts = labels.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      guard case .object(let members) = spec else { return "" }
      if case .integer(let seed)? = members["seed"] { parts.append("seed \(seed)") }
      let title = parts.joined(separator: ", ")
      guard case .string(let given)? = members["name"] else { return String(title.prefix(250)) }
      return String("\(given): \(title)".prefix(250))
    }

    /// Hands its spec to `body`. Throws `InvalidSpec` for what is wrong with it, there or in itself,
    /// with pointers into what was sent.
    package func withSpec<Result>(
      ids: [String], _ body: (JobSpec) throws -> Result
    ) throws -> Result {
      do {
        return try body(spec(ids: ids))
      } catch let error as InvalidSpec {
        throw relocated(error)
      }
    }

    private func relocated(_ error: InvalidSpec) -> InvalidSpec {
      InvalidSpec(
        errors: error.errors.map { error in
          let origin = origins.first {
            error.pointer == $0.key || error.pointer.hasPrefix("\($0.key)/")
          }
          let pointer = origin.map { $0.value + error.pointer.dropFirst($0.key.count) }
          return FieldError(pointer: pointer ?? "/job\(error.pointer)", detail: error.detail)
        })
    }
  }

  /// The most jobs that a study may have.
  package static let maximum = 1000

  /// The columns that name a row.
  package var keys: [String]
  package var measure: StudyMeasure
  package var members: [Member] = []

  /// The rows, in order, each with the places of its members: one a seed.
  package var rows: [(labels: [String: String], members: [Int])] {
    var rows: [(labels: [String: String], members: [Int])] = []
    for (place, member) in members.enumerated() where !member.labels.isEmpty {
      if let row = rows.firstIndex(where: { $0.labels == member.labels }) {
        rows[row].members.append(place)
      } else {
        rows.append((member.labels, [place]))
      }
    }
    return rows
  }

  /// Hands every spec as it will be, but for ids, to `body`. Throws `InvalidSpec` for the first
  /// that is wrong.
  package func check(_ body: (JobSpec) throws -> Void) throws {
    let ids = members.map { _ in String(repeating: "0", count: 16) }
    for member in members { try member.withSpec(ids: ids, body) }
  }
}
