import Foundation
import Store
import Synchronization

// What time brings.
extension JobQueue {
  /// Does what is due: ends leases and attempts that ran out, lets postponed jobs be claimed,
  /// forgets workers that fell silent, answers claims that waited long enough, and forgets old
  /// idempotency keys. To be called about every second; it writes only if there is something to do.
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
    let oldest = now.addingTimeInterval(-settings.idempotencySeconds)
    if try store.read({ try $0.hasIdempotencyKeys(before: oldest) }) {
      try perform { try $0.forgetIdempotencyKeys(before: oldest) }
    }
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
