import Experiments
import Foundation
import GRDB

// The weights of other jobs and runs, which a job starts from or is taught by.
extension Snapshot {
  /// The run whose weights are meant; nil if none is, or if the job that made it is gone.
  func weightsRun(of source: StartSpec?) throws -> String? {
    switch source {
    case nil, .random, .file: nil
    case .run(let id): id
    case .job(let id):
      try value(
        String.self, "SELECT runs.id FROM jobs JOIN runs ON runs.key = jobs.run WHERE jobs.id = ?",
        [id])
    }
  }

  /// The weights of other jobs that are of networks from which this one cannot take them.
  func misfits(of spec: JobSpec) throws -> [FieldError] {
    try spec.weightSources.compactMap { pointer, source in
      let (column, id): (String, String)
      switch source {
      case .job(let job): (column, id) = ("jobs.id", job)
      case .run(let run): (column, id) = ("runs.id", run)
      case .random, .file: return nil
      }
      let other = try value(
        String.self,
        "SELECT jobs.spec FROM jobs JOIN runs ON runs.key = jobs.run WHERE \(column) = ?", [id])
      return try other.flatMap { spec.misfit(try JobSpec(json: Data($0.utf8)), at: pointer) }
        .map { FieldError(pointer: "\(pointer)/id", detail: $0) }
    }
  }

  /// The weights that a job needs and that are not there, nor will be.
  func missingWeights(of spec: JobSpec) throws -> [FieldError] {
    try spec.weightSources.compactMap { pointer, source in
      try whatIsMissing(source).map { FieldError(pointer: "\(pointer)/id", detail: $0) }
    }
  }

  /// What is wrong with weights that should be there by now; nil if nothing is.
  private func whatIsMissing(_ source: StartSpec) throws -> String? {
    switch source {
    case .run(let id):
      try hasFinalWeights(run: id)
        ? nil : "there is no run \"\(id)\" with \(JobArtifact.finalCheckpoint)"
    case .job(let id):
      if try weightsRun(of: source) == nil {
        "there is no job \"\(id)\""
      } else {
        try deletedRun(job: id).map { run in
          "the run of job \"\(id)\" was deleted: POST /api/v1/runs/\(run)/restore brings it back"
        }
      }
    case .random, .file: nil
    }
  }

  private func hasFinalWeights(run id: String) throws -> Bool {
    try value(
      Bool.self,
      """
      SELECT EXISTS (SELECT 1 FROM runs JOIN artifacts ON artifacts.run = runs.key
        WHERE runs.id = ? AND runs.deleted_at IS NULL AND artifacts.path = ?)
      """, [id, JobArtifact.finalCheckpoint]) ?? false
  }
}
