package import Experiments
import Foundation
import Store
import Synchronization

// How workers get jobs.
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

  /// Gives the worker a job, if there is one for it.
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

// MARK: - The line of those who wait

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
        let leases = try claims.map { claim -> Lease? in
          if claim.isCanceled { return nil }
          // Many may wait, and each job that comes is for one of them.
          if claim.isKnown.load(ordering: .relaxed), try !transaction.hasClaimableJob() {
            return nil
          }
          return try grant(transaction, claim.request, now: now)
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
        claim.isKnown.store(true, ordering: .relaxed)
        unserved.append(claim)
        continue
      }
      if !claim.finish(.success(lease)) { giveBack(lease) }
    }
    return unserved
  }

  /// Puts a job back whose worker went away while it was given, or before it was answered.
  package func giveBack(_ lease: Lease) {
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
}
