import Experiments

/// Which events a watcher wants.
struct EventFilter: Sendable {
  var run: String?
  var job: String?
  /// The run that the job makes.
  var runOfJob: String?

  func admits(_ event: Event) -> Bool {
    switch event {
    case .job(let job): self.job.map { $0 == job.id } ?? (run.map { $0 == job.runId } ?? true)
    case .points(let points): [run, runOfJob].allSatisfy { $0 == nil || $0 == points.runId }
    case .worker: run == nil && job == nil
    case .log(let lines): job == lines.jobId
    }
  }
}
