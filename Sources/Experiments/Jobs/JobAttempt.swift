package import Foundation

/// One try at a job by one worker.
package struct JobAttempt: Codable, Hashable, Sendable {
  /// 1 for the first.
  package var number: Int
  package var worker: String
  package var startedAt: Date
  /// nil while it runs.
  package var endedAt: Date?
  package var outcome: Outcome
  /// The step whose checkpoint it went on from; 0 for a start from the beginning.
  package var resumedFromStep: Int
  /// Exit code of the worker process, if it ended during the attempt.
  package var exitCode: Int?
  /// The signal that ended the worker process, if one did.
  package var signal: Int?
  package var reason: String?

  package enum Outcome: String, Codable, CaseIterable, Sendable {
    case running
    case succeeded
    case failed
    case canceled
    /// The worker died or its lease ran out.
    case lost
    case timedOut = "timed_out"
  }

  package init(
    number: Int, worker: String, startedAt: Date, endedAt: Date? = nil, outcome: Outcome,
    resumedFromStep: Int = 0, exitCode: Int? = nil, signal: Int? = nil, reason: String? = nil
  ) {
    self.number = number
    self.worker = worker
    self.startedAt = startedAt
    self.endedAt = endedAt
    self.outcome = outcome
    self.resumedFromStep = resumedFromStep
    self.exitCode = exitCode
    self.signal = signal
    self.reason = reason
  }
}
