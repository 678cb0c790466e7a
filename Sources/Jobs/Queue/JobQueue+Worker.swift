package import Experiments
import Foundation
import Store

// The worker protocol. Every call under a lease throws `.leaseLost` once that has ended.
extension JobQueue {
  /// The next job, if there is one now.
  package func claim(_ request: ClaimRequest) throws -> Lease? {
    try perform { [self, now = clock()] in try grant($0, request, now: now) }
  }

  /// The next job, waited for up to `waitSeconds`. `completion` gets nil when that time is over. It
  /// is called once, on a queue that it must not block; never after `cancel` of what this returns.
  ///
  /// - Parameter refusal: asked before a job is given; what it returns is the answer then.
  @discardableResult
  package func claim(
    _ request: ClaimRequest, refusal: @escaping @Sendable () -> (any Error)? = { nil },
    completion: @escaping @Sendable (Result<Lease?, any Error>) -> Void
  ) -> WaitingClaim {
    let deadline = clock().addingTimeInterval(Double(request.waitSeconds))
    let claim = WaitingClaim(
      request: request, deadline: deadline, refusal: refusal, completion: completion)
    line.join(claim)
    serveLine()
    return claim
  }

  /// Renews a lease. Throws `.leaseLost` or `.notFound`.
  package func heartbeat(job id: String, _ heartbeat: Heartbeat) throws -> HeartbeatAnswer {
    let (state, isDraining) = try perform { [settings, now = clock()] in
      try $0.renew(job: id, heartbeat, leaseSeconds: settings.leaseSeconds, now: now)
    }
    if state == .stopping { return HeartbeatAnswer(command: .cancel) }
    return HeartbeatAnswer(command: isDraining ? .drain : .continue)
  }

  /// Stores what a worker recorded; the same batch again changes nothing. Throws `.leaseLost`,
  /// `.notFound` or `.unknownQuantizer`.
  package func store(records batch: RecordBatch, job id: String) throws {
    _ = try store.write(
      committed: { [events] in Self.tell($0, batch, job: id, to: events) },
      { [settings, now = clock()] in
        try $0.store(batch: batch, job: id, leaseSeconds: settings.leaseSeconds, now: now)
      })
  }

  /// The same without holding the calling thread.
  package func store(
    records batch: RecordBatch, job id: String,
    completion: @escaping @Sendable (Result<Void, any Error>) -> Void
  ) {
    store.write(
      committed: { [events] in Self.tell($0, batch, job: id, to: events) },
      { [settings, now = clock()] in
        try $0.store(batch: batch, job: id, leaseSeconds: settings.leaseSeconds, now: now)
      },
      completion: { completion($0.map { _ in }) })
  }

  /// Takes the last word of an attempt; the same word again changes nothing. Throws `.leaseLost` or
  /// `.notFound`.
  package func complete(job id: String, _ completion: Completion) throws -> Job {
    try perform { [rules, now = clock()] transaction in
      do {
        let held = try transaction.heldJob(id: id, token: completion.lease)
        try transaction.end(held, rules.end(of: held, by: completion), now: now)
      } catch StoreError.leaseLost {
        let outcome = try transaction.outcome(job: id, token: completion.lease)
        guard outcome == completion.outcome.attempt else { throw StoreError.leaseLost(job: id) }
      }
      return try transaction.job(id: id)
    }
  }

  private static func tell(
    _ stored: StoredRecords?, _ batch: RecordBatch, job id: String, to events: EventFeed
  ) {
    guard let stored else { return }
    if !stored.metrics.isEmpty || !stored.stepPoints.isEmpty {
      events.publish(
        .points(
          Event.NewPoints(
            runId: stored.runId, metrics: stored.metrics, stepPoints: stored.stepPoints)))
    }
    if !batch.log.isEmpty {
      events.publish(.log(Event.NewLines(jobId: id, lines: batch.log)))
    }
  }
}

// MARK: - Waiting claims

extension JobQueue {
  /// Gives jobs to the workers that wait, the one that waits longest first.
  func serveLine() {
    guard let claims = line.beginServing() else { return }
    for claim in claims { claim.refuseIfDue() }
    serve(claims[...]) { [self] unserved in
      line.endServing(unserved: unserved)
      if line.mustServeAgain { serveLine() }
    }
  }

  /// Gives jobs to these claims, in one transaction if it can be; those that get none are for
  /// `done`. An error is the answer to the claim that caused it, and to no other.
  private func serve(
    _ claims: ArraySlice<WaitingClaim>, done: @escaping @Sendable ([WaitingClaim]) -> Void
  ) {
    store.write(
      committed: { (change: Change<[Lease?]>) in self.tell(change) },
      { [self, now = clock()] transaction in
        let leases = try claims.map { claim in
          claim.isCanceled ? nil : try grant(transaction, claim.request, now: now)
        }
        return Change(
          value: leases, jobs: try transaction.jobChanges(),
          workers: try transaction.workerChanges())
      },
      completion: { [self] result in
        switch result {
        case .success(let change):
          done(deliver(change.value, to: claims))
        case .failure(let error) where claims.count == 1:
          claims.first?.finish(.failure(error))
          done([])
        case .failure:
          let middle = claims.startIndex + claims.count / 2
          serve(claims[..<middle]) { [self] first in
            serve(claims[middle...]) { done(first + $0) }
          }
        }
      })
  }

  /// Answers the claims that got a lease. Returns the others.
  private func deliver(
    _ leases: [Lease?], to claims: ArraySlice<WaitingClaim>
  ) -> [WaitingClaim] {
    var unserved: [WaitingClaim] = []
    for (claim, lease) in zip(claims, leases) {
      guard let lease else {
        unserved.append(claim)
        continue
      }
      if !claim.finish(.success(lease)) { giveBack(lease) }
    }
    return unserved
  }

  /// Puts a job back whose worker went away while it was given.
  private func giveBack(_ lease: Lease) {
    let word = Completion(
      lease: lease.token, outcome: .canceled, reason: "the worker had gone before it got the job")
    store.write(
      committed: { (change: Change<Void>) in self.tell(change) },
      { [rules, now = clock()] transaction in
        let held = try transaction.heldJob(id: lease.job.id, token: lease.token)
        try transaction.end(held, rules.end(of: held, by: word), now: now)
        return Change(value: (), jobs: try transaction.jobChanges(), workers: [])
      },
      // If it fails, the lease runs out in time.
      completion: { _ in })
  }

  private func grant(
    _ transaction: Transaction, _ request: ClaimRequest, now: Date
  ) throws -> Lease? {
    // A worker trains one job at a time: one that asks again has dropped what it had, or never got
    // the answer that gave it.
    for held in try transaction.heldJobs(worker: request.workerId) {
      let reason = "worker \(held.worker) asked for another job"
      let end = rules.loss(of: held, reason: reason, wasAsked: !held.wasHeard)
      try transaction.end(held, end, now: now)
    }
    try transaction.register(worker: request, now: now)
    return try transaction.claim(
      for: request.workerId, token: Identifier.lease(), leaseSeconds: settings.leaseSeconds,
      now: now)
  }
}
