package import Experiments
import Store

// What a worker says under its lease. Every call throws `.leaseLost` once that has ended.
extension JobQueue {
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
    let new = Event.NewPoints(
      runId: stored.runId, metrics: stored.metrics, stepPoints: stored.stepPoints)
    if !new.isEmpty { events.publish(.points(new)) }
    if !batch.log.isEmpty {
      events.publish(.log(Event.NewLines(jobId: id, lines: batch.log)))
    }
  }
}
