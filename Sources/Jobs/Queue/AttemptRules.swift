import Experiments
import Foundation
import Store

/// What becomes of a job when an attempt ends.
struct AttemptRules {
  var retry: RetryPolicy
  var now: Date
  /// Uniform in 0..<1, for a pause.
  var jitter: Double

  /// The worker gave its last word. A job that was being stopped is canceled whatever that is.
  func end(of job: HeldJob, by completion: Completion) -> AttemptEnd {
    let outcome = completion.outcome
    if job.state == .stopping {
      return AttemptEnd(outcome: outcome.attempt, next: .canceled, reason: completion.reason)
    }
    switch outcome {
    case .succeeded: return AttemptEnd(outcome: .succeeded, next: .succeeded)
    case .failed: return failure(of: job, completion)
    case .canceled:
      let reason = completion.reason ?? "worker \(job.worker) was told to end"
      return AttemptEnd(outcome: .canceled, next: .queued, reason: reason)
    }
  }

  /// The worker is gone. The job goes on from its last checkpoint, at once; an attempt that saved
  /// none counts as a failure, so that a job that kills its workers comes to an end.
  ///
  /// - Parameter wasAsked: whether the worker was told to end, or never had the job.
  func loss(
    of job: HeldJob, reason: String, exitCode: Int? = nil, signal: Int? = nil,
    wasAsked: Bool = false
  ) -> AttemptEnd {
    var end = AttemptEnd(
      outcome: .lost, next: .queued, reason: reason, isFailure: !job.hasCheckpoint && !wasAsked,
      exitCode: exitCode, signal: signal)
    if job.state == .stopping {
      end.next = .canceled
      end.isFailure = false
    } else if end.isFailure, job.failures + 1 >= job.maxAttempts {
      end.next = .failed
    }
    return end
  }

  /// The attempt, or the stopping of a canceled job, took too long.
  func overdue(_ job: HeldJob) -> AttemptEnd {
    job.state == .stopping
      ? AttemptEnd(
        outcome: .canceled, next: .canceled,
        reason: "worker \(job.worker) did not stop in time")
      : AttemptEnd(
        outcome: .timedOut, next: .timedOut, reason: "the attempt took longer than timeoutSeconds")
  }

  private func failure(of job: HeldJob, _ completion: Completion) -> AttemptEnd {
    let failures = job.failures + 1
    let isLast = !completion.retryable || failures >= job.maxAttempts
    let pause = retry.delay(failures: failures, jitter: jitter)
    return AttemptEnd(
      outcome: .failed, next: isLast ? .failed : .queued, reason: completion.reason,
      notBefore: isLast ? nil : now.addingTimeInterval(pause), isFailure: true)
  }
}

extension Completion.Outcome {
  var attempt: JobAttempt.Outcome {
    switch self {
    case .succeeded: .succeeded
    case .failed: .failed
    case .canceled: .canceled
    }
  }
}
