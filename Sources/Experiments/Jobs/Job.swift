package import Foundation

/// A job as the service shows it.
package struct Job: Codable, Hashable, Sendable, Identifiable {
  package var id: String
  package var name: String
  package var state: JobState
  /// Name of the experiment.
  package var experiment: String
  /// Id of the study that made the job, if one did.
  package var study: String?
  /// Who submitted it, by the tag of its run; nil if that is not known.
  package var user: String?
  package var runId: String
  package var spec: JobSpec
  /// nil until a worker reported some.
  package var progress: JobProgress?
  /// Every attempt so far, the oldest first.
  package var attempts: [JobAttempt]
  /// 1 for the job that is claimed next; nil if it is not queued.
  package var queuePosition: Int?
  /// Seconds until a worker takes it, as far as the jobs before it tell; nil if it is not queued,
  /// or if there is no worker or nothing to judge by.
  package var startsInSeconds: Double?
  /// Why the job is in this state, where the state alone does not say.
  package var reason: String?
  /// A queued job is not claimed before this time (the pause before another attempt).
  package var notBefore: Date?
  package var createdAt: Date
  /// Start of the first attempt.
  package var startedAt: Date?
  package var endedAt: Date?

  package init(
    id: String, name: String, state: JobState, experiment: String, study: String? = nil,
    user: String? = nil, runId: String, spec: JobSpec, progress: JobProgress? = nil,
    attempts: [JobAttempt] = [],
    queuePosition: Int? = nil, startsInSeconds: Double? = nil, reason: String? = nil,
    notBefore: Date? = nil, createdAt: Date,
    startedAt: Date? = nil, endedAt: Date? = nil
  ) {
    self.id = id
    self.name = name
    self.state = state
    self.experiment = experiment
    self.study = study
    self.user = user
    self.runId = runId
    self.spec = spec
    self.progress = progress
    self.attempts = attempts
    self.queuePosition = queuePosition
    self.startsInSeconds = startsInSeconds
    self.reason = reason
    self.notBefore = notBefore
    self.createdAt = createdAt
    self.startedAt = startedAt
    self.endedAt = endedAt
  }
}
