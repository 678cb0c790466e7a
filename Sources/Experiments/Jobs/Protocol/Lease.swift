/// The right to train one job for a while. Its token fences every later write: a worker whose lease
/// ran out is answered 409 and must stop.
package struct Lease: Codable, Hashable, Sendable {
  package var job: Job
  /// The fencing token, to be sent with every write for this job.
  package var token: String
  /// The attempt this lease is for, from 1.
  package var attempt: Int
  /// The lease ends so long after the last heartbeat.
  package var leaseSeconds: Double
  /// The checkpoints to go on from, the newest first: the first that is sound counts. Empty to
  /// start anew.
  package var resumeFrom: [Artifact]
  /// The run whose final weights the job starts from, where its spec names a job or run.
  package var startRunId: String?
  /// The run whose final weights teach, where its spec names a job or run.
  package var teacherRunId: String?

  package init(
    job: Job, token: String, attempt: Int, leaseSeconds: Double, resumeFrom: [Artifact],
    startRunId: String?, teacherRunId: String? = nil
  ) {
    self.job = job
    self.token = token
    self.attempt = attempt
    self.leaseSeconds = leaseSeconds
    self.resumeFrom = resumeFrom
    self.startRunId = startRunId
    self.teacherRunId = teacherRunId
  }
}
