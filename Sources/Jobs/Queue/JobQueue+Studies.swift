package import Experiments
import Foundation
package import Store

// Studies: sets of jobs, made together.
extension JobQueue {
  /// Makes a study and all its jobs, or nothing. A float32 baseline that an earlier study has
  /// trained already, from the very same spec, is not trained again.
  ///
  /// - Parameters:
  ///   - user: who submits it, a tag of its runs.
  ///   - idempotencyKey: the same key again gives the first answer; with another request it throws
  ///     `.idempotencyKeyReused`.
  package func submit(
    _ request: StudyRequest, by user: String? = nil, idempotencyKey: String? = nil
  ) throws -> Study {
    try perform { [now = clock()] transaction in
      try transaction.once(key: idempotencyKey, request: request.tree, now: now) {
        try Self.make(request, by: user, in: transaction, now: now)
      }
    }
  }

  /// Throws `.notFound`.
  package func study(id: String) throws -> Study {
    try store.read { try $0.study(id: id) }
  }

  /// Studies without their results, the newest first.
  package func studies(_ page: PageRequest) throws -> Page<Study> {
    try store.read { try $0.studies(page) }
  }

  /// Cancels those jobs of a study that have not ended. Throws `.notFound`.
  package func cancel(study id: String) throws -> Study {
    try perform { [settings, now = clock()] transaction in
      for job in try transaction.unfinishedJobs(study: id) {
        try transaction.cancel(
          job: job, reason: "its study was canceled", grace: settings.stopSeconds, now: now)
      }
      return try transaction.study(id: id)
    }
  }

  private static func make(
    _ request: StudyRequest, by user: String?, in transaction: Transaction, now: Date
  ) throws -> Study {
    let study = Identifier.job()
    var ids: [String] = []
    for member in request.plan.members {
      let id = try member.withSpec(ids: ids) { spec in
        if member.isShared, let trained = try transaction.succeededJob(like: spec) {
          return trained
        }
        let job = try NewJob(spec: spec, study: study, by: user)
        return try transaction.insert(job: job, now: now)
      }
      ids.append(id)
    }
    return try transaction.createStudy(
      id: study, name: request.name, recipe: request.recipe, scale: request.scale,
      layout: StudyLayout(request.plan, ids: ids), now: now)
  }
}
