/// Where a job is in its life. The same set is the CHECK of `jobs.state` in the store.
package enum JobState: String, Codable, CaseIterable, Sendable {
  /// Waits for the jobs it comes after.
  case blocked
  /// Waits for a worker.
  case queued
  /// A worker holds its lease and trains it.
  case running
  /// It was canceled while running; its worker has yet to stop.
  case stopping
  /// It trained to the end.
  case succeeded
  /// Its last permitted attempt failed.
  case failed
  /// Someone canceled it, or a job it comes after did not succeed.
  case canceled
  /// An attempt took longer than `timeoutSeconds`.
  case timedOut = "timed_out"

  /// Whether the job can change no more, but by a retry.
  package var isFinal: Bool {
    switch self {
    case .succeeded, .failed, .canceled, .timedOut: true
    case .blocked, .queued, .running, .stopping: false
    }
  }

  /// Whether a job in this state may go to `next`. The trigger `job_transition` in the store holds
  /// the same table.
  package func canBecome(_ next: JobState) -> Bool {
    switch self {
    case .blocked: [.queued, .canceled].contains(next)
    case .queued: [.running, .canceled].contains(next)
    case .running: [.queued, .succeeded, .failed, .timedOut, .stopping].contains(next)
    case .stopping: next == .canceled
    case .succeeded: false
    // Only by a retry.
    case .failed, .canceled, .timedOut: [.queued, .blocked].contains(next)
    }
  }
}
