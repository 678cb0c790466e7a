package import Experiments
package import Foundation
import GRDB

/// How an attempt ends, and what becomes of its job.
package struct AttemptEnd: Hashable, Sendable {
  package var outcome: JobAttempt.Outcome
  package var next: JobState
  package var reason: String?
  /// For a job that goes back to the queue.
  package var notBefore: Date?
  /// Whether it counts against `maxAttempts`.
  package var isFailure: Bool
  package var exitCode: Int?
  package var signal: Int?

  package init(
    outcome: JobAttempt.Outcome, next: JobState, reason: String? = nil, notBefore: Date? = nil,
    isFailure: Bool = false, exitCode: Int? = nil, signal: Int? = nil
  ) {
    self.outcome = outcome
    self.next = next
    self.reason = reason
    self.notBefore = notBefore
    self.isFailure = isFailure
    self.exitCode = exitCode
    self.signal = signal
  }
}

// Each transition is one UPDATE that names the state it comes from.
extension Transaction {
  /// Ends the lease of a job: running or stopping -> `end.next`. Throws `.leaseLost` if the lease
  /// is no longer there, `.impossibleTransition` if the job cannot go there.
  package func end(_ held: HeldJob, _ end: AttemptEnd, now: Date) throws {
    guard held.state.canBecome(end.next) else {
      throw StoreError.impossibleTransition(job: held.id, from: held.state, to: end.next)
    }
    let time = Timestamp.milliseconds(now)
    let changed = try execute(
      """
      UPDATE jobs SET state = ?, worker = NULL, lease_token = NULL, lease_expires_at = NULL,
        deadline = NULL, eta_seconds = NULL,
        reason = CASE state WHEN 'stopping' THEN coalesce(?, reason) ELSE ? END,
        not_before = ?, failures = failures + ?, ended_at = ?
      WHERE key = ? AND state = ? AND lease_token = ?
      """,
      [
        end.next.rawValue, end.reason, end.reason, end.notBefore.map(Timestamp.milliseconds),
        end.isFailure ? 1 : 0, end.next.isFinal ? time : nil, held.key, held.state.rawValue,
        held.token,
      ])
    guard changed == 1 else { throw StoreError.leaseLost(job: held.id) }
    markChanged(worker: held.worker)
    try close(attempt: held.attempt, job: held.key, end, now: now)
    try reached(
      JobStanding(key: held.key, run: held.run, id: held.id, state: end.next), now: now)
  }

  /// blocked, queued -> canceled; running -> stopping, given up after `grace` seconds. A job that
  /// is stopping or canceled stays as it is. Throws `.impossibleTransition` from other ends.
  package func cancel(job id: String, reason: String?, grace: Double, now: Date) throws {
    let job = try standing(id: id)
    switch job.state {
    case .stopping, .canceled: return
    case .running:
      try execute(
        "UPDATE jobs SET state = 'stopping', reason = ?, deadline = ? "
          + "WHERE key = ? AND state = 'running'",
        [reason, Timestamp.milliseconds(now) + Int(grace * 1000), job.key])
      markChanged(job: job.key)
    case .blocked, .queued: try reached(drop(job, reason: reason, now: now), now: now)
    case .succeeded, .failed, .timedOut:
      throw StoreError.impossibleTransition(job: id, from: job.state, to: .canceled)
    }
  }

  /// failed, canceled, timed_out -> queued, or blocked while a parent has yet to succeed. Its
  /// failures count anew. Throws `.impossibleTransition` from other states, `.runDeleted` if its
  /// run is, `.parentNotSucceeded` if a parent has ended otherwise, and `InvalidSpec` that names
  /// each job or run that is no longer there.
  package func retry(job id: String, now: Date) throws {
    var job = try standing(id: id)
    guard job.state.canBecome(.queued), job.state.isFinal else {
      throw StoreError.impossibleTransition(job: id, from: job.state, to: .queued)
    }
    if let run = try deletedRun(job: id) { throw StoreError.runDeleted(id: run) }
    let parents = try parents(of: job.key)
    for parent in parents where parent.state.isFinal && parent.state != .succeeded {
      throw StoreError.parentNotSucceeded(parent: parent.id, state: parent.state)
    }
    if let spec = try value(String.self, "SELECT spec FROM jobs WHERE key = ?", [job.key]) {
      _ = try checkedParents(of: JobSpec(json: Data(spec.utf8)))
    }
    let next: JobState = parents.contains { !$0.state.isFinal } ? .blocked : .queued
    try execute(
      "UPDATE jobs SET state = ?, failures = 0, reason = NULL, ended_at = NULL, not_before = NULL "
        + "WHERE key = ? AND state = ?", [next.rawValue, job.key, job.state.rawValue])
    job.state = next
    try reached(job, now: now)
  }

  /// What follows from the state that a job has now: the status of its run, and what becomes of the
  /// jobs after it, of those after these, and so on: a chain may be longer than a stack is deep.
  private func reached(_ job: JobStanding, now: Date) throws {
    var changed = [job]
    while let job = changed.popLast() {
      markChanged(job: job.key)
      try setStatus(RunStatus(of: job.state), run: job.run, now: now)
      guard job.state.isFinal else { continue }
      for child in try children(of: job.key) where child.state == .blocked {
        if job.state != .succeeded {
          let reason = "job \(job.id), which it comes after, is \(job.state.rawValue)"
          changed.append(try drop(child, reason: reason, now: now))
        } else if try parents(of: child.key).allSatisfy({ $0.state == .succeeded }) {
          try execute(
            "UPDATE jobs SET state = 'queued' WHERE key = ? AND state = 'blocked'", [child.key])
          markChanged(job: child.key)
        }
      }
    }
  }

  /// blocked, queued -> canceled. Returns the job as it is now; what follows is for `reached`.
  private func drop(_ job: JobStanding, reason: String?, now: Date) throws -> JobStanding {
    try execute(
      "UPDATE jobs SET state = 'canceled', reason = ?, not_before = NULL, ended_at = ? "
        + "WHERE key = ? AND state = ?",
      [reason, Timestamp.milliseconds(now), job.key, job.state.rawValue])
    var canceled = job
    canceled.state = .canceled
    return canceled
  }
}

extension RunStatus {
  /// The status of a run whose job is in `state`.
  fileprivate init(of state: JobState) {
    self =
      switch state {
      case .blocked, .queued: .scheduled
      case .running, .stopping: .running
      case .succeeded: .finished
      case .failed, .timedOut: .failed
      case .canceled: .killed
      }
  }
}
