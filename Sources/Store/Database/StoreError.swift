package import Experiments

/// What the store refuses, with the facts of the case.
package enum StoreError: Error, Hashable, Sendable {
  /// There is no such thing, or it was deleted.
  case notFound(kind: String, id: String)
  /// A job cannot go from the state it is in to the one that was asked for.
  case impossibleTransition(job: String, from: JobState, to: JobState)
  /// The lease ran out or was given to another worker: nothing more is taken under it.
  case leaseLost(job: String)
  /// A job that comes after `parent` cannot be queued while `parent` has not succeeded.
  case parentNotSucceeded(parent: String, state: JobState)
  /// Parameters are written once: `key` is `old`, and is not changed to `new`.
  case parameterChanged(key: String, old: String, new: String)
  /// The name of another experiment.
  case experimentExists(name: String, id: Int)
  /// The experiment that runs are in which name none; it stays what it is.
  case experimentIsDefault
  /// The experiment cannot be deleted while it has runs, also deleted ones that can be restored.
  case experimentInUse(id: Int, runs: Int, deleted: Int)
  /// The run was deleted; restore it first.
  case runDeleted(id: String)
  /// A job makes this run, and only its worker may write what was asked.
  case runOfJob(run: String, job: String)
  /// The time of an end was given without a status that ends the run.
  case runGoesOn(id: String)
  /// The run cannot be deleted while its job is in this state.
  case runInUse(id: String, job: String, state: JobState)
  /// The run cannot be deleted while this job, which takes weights from it, has not ended.
  case runNeeded(id: String, job: String, state: JobState)
  /// The Idempotency-Key came before with another request.
  case idempotencyKeyReused(key: String)
  /// Step points or histograms name a quantizer that the run does not have.
  case unknownQuantizer(run: String, id: String)
  /// A cursor that no list gave.
  case invalidCursor(String)
  /// A value that the store's constraints refuse: which constraint, and what SQLite says.
  case constraint(name: String, message: String)
  /// Not a path that an artifact may have.
  case invalidArtifactPath(path: String, reason: String)
  /// Another program holds the database for longer than this one waits.
  case busy(path: String)
  /// The database is damaged, or its file is none: what SQLite says.
  case damaged(path: String, reason: String)
  /// The database cannot be used for another reason: what SQLite says.
  case unusable(path: String, reason: String)
  /// The file of an artifact is gone from the disk.
  case artifactMissing(path: String)
  /// Another service uses the data folder.
  case folderInUse(path: String, pid: Int?)
  /// The folder holds no migrations: it is not the one that comes with the program.
  case noMigrations(folder: String)
  /// A migration file is not the one that was applied to this database.
  case migrationEdited(name: String, applied: String, found: String)
  /// The database lacks this migration, and whoever opened it was not to apply any.
  case migrationMissing(name: String)
  /// The database was written by a newer version of the program: it has a migration unknown here.
  case migrationUnknown(name: String)
  /// Migrations are named NNNN_what_it_does, each with a number above that of the one before.
  case migrationNumbering(name: String, after: Int)
  /// A migration failed; the database is as it was before.
  case migrationFailed(name: String, message: String)
  /// A file operation failed: `code` is errno.
  case file(operation: String, path: String, code: Int32)
}
