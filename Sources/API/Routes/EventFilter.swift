import Experiments

/// Which events a watcher wants.
struct EventFilter: Sendable {
  var run: String?
  var job: String?

  func admits(_ event: Event) -> Bool {
    switch event {
    case .job(let job): self.job.map { $0 == job.id } ?? (run.map { $0 == job.runId } ?? true)
    case .points(let points): run.map { $0 == points.runId } ?? true
    case .worker: run == nil && job == nil
    case .log(let lines): job == lines.jobId
    }
  }
}
