package import Experiments
package import Foundation
import GRDB

/// A job to be put in the queue.
package struct NewJob: Sendable {
  package var spec: JobSpec
  package var study: String?
  /// The parameters of its run.
  package var parameters: [String: String]
  /// The tags of its run.
  package var tags: [String: String]

  package init(
    spec: JobSpec, study: String? = nil, parameters: [String: String] = [:],
    tags: [String: String] = [:]
  ) {
    self.spec = spec
    self.study = study
    self.parameters = parameters
    self.tags = tags
  }
}

extension Transaction {
  /// Makes a job with its run. It is blocked until the jobs it comes after have succeeded.
  ///
  /// Throws `InvalidSpec` that names each job or run that is not there or cannot be waited for.
  package func create(job new: NewJob, now: Date) throws -> Job {
    try job(id: insert(job: new, now: now))
  }

  /// The same without reading it. Returns its id.
  package func insert(job new: NewJob, now: Date) throws -> String {
    let spec = new.spec
    let parents = try checkedParents(of: spec)
    let isBlocked = parents.contains { $0.state != .succeeded }
    let id = Identifier.job()
    let run = try insertRun(
      id: Identifier.run(), name: spec.name, experiment: spec.experiment, status: .scheduled,
      now: now)
    try setParameters(new.parameters, run: run)
    try setTags(new.tags, run: run)
    try execute(
      """
      INSERT INTO jobs (id, run, name, study, spec, state, priority, not_before, max_attempts,
        timeout, needs_threads, needs_memory, needs_instructions, created_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        id, run, spec.name, new.study, try JSONCoding.text(spec),
        (isBlocked ? JobState.blocked : .queued).rawValue, spec.priority,
        spec.notBefore.map(Timestamp.milliseconds), spec.maxAttempts, spec.timeoutSeconds,
        spec.needs.threads, spec.needs.memoryBytes, spec.needs.instructionSet.rank,
        Timestamp.milliseconds(now),
      ])
    let key = db.lastInsertedRowID
    for parent in parents {
      try execute("INSERT INTO job_dependencies (job, parent) VALUES (?, ?)", [key, parent.key])
    }
    markChanged(job: key)
    return id
  }

  /// The jobs that `spec` comes after, each once. Throws as `create`.
  func checkedParents(of spec: JobSpec) throws -> [(key: Int64, state: JobState)] {
    var errors: [FieldError] = []
    var parents: [Int64: JobState] = [:]
    for (index, id) in spec.after.enumerated() {
      let source = spec.weightSources.first { $0.source == .job(id: id) }
      let pointer = source.map { "\($0.pointer)/id" } ?? "/after/\(index)"
      guard let row = try row("SELECT key, state FROM jobs WHERE id = ?", [id]) else {
        errors.append(FieldError(pointer: pointer, detail: "there is no job \"\(id)\""))
        continue
      }
      let state: JobState = try row.word("state")
      if state.isFinal, state != .succeeded {
        let detail = "job \"\(id)\" is \(state.rawValue): retry it first"
        errors.append(FieldError(pointer: pointer, detail: detail))
      }
      parents[row["key"]] = state
    }
    let known = Set(errors.map(\.pointer))
    errors += try (missingWeights(of: spec) + misfits(of: spec))
      .filter { !known.contains($0.pointer) }
    if !errors.isEmpty { throw InvalidSpec(errors: errors) }
    return parents.map { (key: $0.key, state: $0.value) }
  }
}
