package import Experiments
import Foundation
import Store
import Synchronization

// What time brings, and what becomes of the jobs of workers that are gone.
extension JobQueue {
  /// Does what is due: ends leases and attempts that ran out, lets postponed jobs be claimed,
  /// forgets workers that fell silent, and answers claims that waited long enough. To be called
  /// about every second; it writes only if there is something to do.
  ///
  /// After a time in which the service did not run or could not write, no lease is ended but all
  /// run from now: what workers said meanwhile has yet to be heard.
  package func tick() throws {
    let now = clock()
    try followClock(now: now)
    if wasAway {
      try perform { [settings] in
        try $0.renewLeases(leaseSeconds: settings.leaseSeconds, now: now)
      }
    } else if try store.read({ try $0.hasDueJobs(now: now) }) {
      while try endWhatIsDue(now: now) {}
    }
    if try store.read({ [silence] in try $0.hasSilentWorkers(since: silence) }) {
      try perform { [silence] in try $0.forgetWorkers(silentSince: silence) }
    }
    line.expire(now: now)
    watch.withLock { $0.ticked(steady: steady(), failedWrites: store.failedWrites) }
  }

  /// Does what follows if the clock was set, which is noticed again until it is done.
  private func followClock(now: Date) throws {
    let steady = self.steady()
    if let change = watch.withLock({ $0.change(wall: now, steady: steady) }) {
      try perform { [settings] transaction in
        try transaction.clockWasSet(
          by: change, leaseSeconds: settings.leaseSeconds, stopSeconds: settings.stopSeconds,
          longestPause: settings.retry.cap, now: now)
      }
    }
    watch.withLock { $0.follow(wall: now, steady: steady) }
  }

  /// Workers that were not heard of since then are taken for gone.
  private var silence: Date { clock().addingTimeInterval(-settings.workerSeconds) }

  /// A worker process has ended: its job goes back to the queue at once.
  ///
  /// - Parameter wasAsked: whether it was told to end, which is no failure of the job's.
  package func workerLost(
    id: String, exitCode: Int? = nil, signal: Int? = nil, wasAsked: Bool = false
  ) throws {
    let how =
      if let signal { "was ended by signal \(signal)" } else if let exitCode {
        "ended with exit code \(exitCode)"
      } else { "is gone" }
    try perform { [rules, now = clock()] transaction in
      for held in try transaction.heldJobs(worker: id) {
        let end = rules.loss(
          of: held, reason: "worker \(id) \(how)", exitCode: exitCode, signal: signal,
          wasAsked: wasAsked)
        try transaction.end(held, end, now: now)
      }
      try transaction.remove(worker: id)
    }
  }

  /// The workers that were heard of lately.
  package func workers() throws -> [WorkerInfo] {
    try store.read { [silence] in try $0.workers(seenSince: silence) }
  }

  /// A draining worker ends its job and is given no other. Throws `.notFound`.
  package func setDraining(_ draining: Bool, worker id: String) throws -> WorkerInfo {
    let worker = try perform { transaction in
      try transaction.setDraining(draining, worker: id)
      return try transaction.worker(id: id)
    }
    if !draining { serveLine() }
    return worker
  }

  /// Forgets what is kept for a limited time only.
  package func clean() throws {
    let limit = clock().addingTimeInterval(-settings.idempotencySeconds)
    try perform { try $0.forgetIdempotencyKeys(before: limit) }
  }

  /// Returns whether more may be due: one write holds the database for a limited time.
  private func endWhatIsDue(now: Date) throws -> Bool {
    let (revoked, isMore) = try perform {
      [self, rules, settings] transaction -> ([String], Bool) in
      // Asked when the writer gets to it, which may have had to wait for the disk.
      if wasAway {
        try transaction.renewLeases(leaseSeconds: settings.leaseSeconds, now: clock())
        return ([], false)
      }
      let silent = try transaction.expiredJobs(now: now)
      for held in silent {
        let silence = "nothing was heard of worker \(held.worker) for \(settings.leaseSeconds) s"
        try transaction.end(held, rules.loss(of: held, reason: silence), now: now)
      }
      let overdue = try transaction.overdueJobs(now: now)
      for held in overdue { try transaction.end(held, rules.overdue(held), now: now) }
      let isMore = try transaction.releasePostponed(now: now)
      return ((silent + overdue).map(\.worker), isMore)
    }
    let tell = self.revoked.withLock { $0 }
    for worker in revoked { tell(worker) }
    return isMore
  }

  private var wasAway: Bool {
    watch.withLock { $0.wasAway(steady: steady(), failedWrites: store.failedWrites) }
  }
}
