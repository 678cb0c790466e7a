package import Experiments
package import Foundation
package import Store
import Synchronization

/// The life of jobs: submitted, claimed, trained, ended. Every change is one transaction, and is
/// told to `events` after its commit.
///
/// Safe from every thread; calls return when what they did is on disk.
package final class JobQueue: Sendable {
  package let events: EventFeed
  let store: Store
  let settings: QueueSettings
  let clock: @Sendable () -> Date
  let jitter: @Sendable () -> Double
  /// Seconds on a clock that nobody sets.
  let steady: @Sendable () -> Double
  let watch = Mutex(ClockWatch())
  let line = ClaimLine()
  let slots = Mutex<@Sendable () -> [WorkerSlot]>({ [] })
  let revoked = Mutex<@Sendable (_ worker: String) -> Void>({ _ in })

  /// - Parameters:
  ///   - clock: the time.
  ///   - steady: seconds on a clock that nobody sets.
  ///   - jitter: a number in 0..<1, for pauses.
  package init(
    store: Store, events: EventFeed, settings: QueueSettings = QueueSettings(),
    clock: @escaping @Sendable () -> Date = { Date() },
    steady: @escaping @Sendable () -> Double = { ProcessInfo.processInfo.systemUptime },
    jitter: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
  ) {
    self.store = store
    self.events = events
    self.settings = settings
    self.clock = clock
    self.steady = steady
    self.jitter = jitter
  }

  /// To be called once when the service starts: workers that trained on while it was away have the
  /// time of a lease to say so.
  package func start() throws {
    try perform { [settings, now = clock()] in
      try $0.renewLeases(leaseSeconds: settings.leaseSeconds, now: now)
    }
  }
}

// MARK: - For people

extension JobQueue {
  /// Puts a job in the queue. Throws `InvalidSpec` if it comes after jobs that are not there.
  ///
  /// - Parameters:
  ///   - user: who submits it, a tag of its run.
  ///   - idempotencyKey: the same key again gives the first answer; with another spec it throws
  ///     `.idempotencyKeyReused`.
  package func submit(
    _ spec: JobSpec, by user: String? = nil, idempotencyKey: String? = nil
  ) throws -> Job {
    let job = try NewJob(spec: spec, by: user)
    return try perform { [now = clock()] transaction in
      try transaction.once(key: idempotencyKey, request: spec, now: now) {
        try transaction.create(job: job, now: now)
      }
    }
  }

  /// Throws `.notFound`.
  package func job(id: String) throws -> Job {
    try store.read { try $0.job(id: id) }
  }

  /// Jobs, the newest first, as the JSON of a page.
  package func jobs(_ query: JobQuery = JobQuery()) throws -> JSONPage {
    try store.read { try $0.jobs(query) }
  }

  /// Throws `.impossibleTransition` if the job has ended otherwise.
  package func cancel(job id: String, reason: String? = nil) throws -> Job {
    try perform { [settings, now = clock()] transaction in
      try transaction.cancel(job: id, reason: reason, grace: settings.stopSeconds, now: now)
      return try transaction.job(id: id)
    }
  }

  /// Throws `.notFound`, and what `condition` throws of the job as it is.
  package func change(
    job id: String, _ change: JobPatch,
    if condition: @escaping @Sendable (Job) throws -> Void = { _ in }
  ) throws -> Job {
    try perform { transaction in
      try condition(transaction.job(id: id))
      try transaction.change(job: id, change)
      return try transaction.job(id: id)
    }
  }

  /// Puts a job that did not succeed back in the queue. Throws `.impossibleTransition` or
  /// `.parentNotSucceeded`.
  package func retry(job id: String) throws -> Job {
    try perform { [now = clock()] transaction in
      try transaction.retry(job: id, now: now)
      return try transaction.job(id: id)
    }
  }

  /// While the queue is paused no job is given out; those that run go on.
  package func setPaused(_ paused: Bool) throws {
    try perform { try $0.setPaused(paused) }
    if !paused { serveLine() }
  }

  package func status() throws -> QueueStatus {
    try store.read { QueueStatus(paused: try $0.isPaused(), jobs: try $0.jobCounts()) }
  }
}

// MARK: - Parts

extension JobQueue {
  /// Writes, and after the commit tells what changed, and gives new jobs to those who wait.
  @discardableResult
  func perform<T: Sendable>(
    _ work: @escaping @Sendable (Transaction) throws -> T
  ) throws -> T {
    try store.write(
      committed: { self.tell($0) },
      { Change(value: try work($0), jobs: try $0.jobChanges(), workers: try $0.workerChanges()) }
    ).value
  }

  func tell<T>(_ change: Change<T>) {
    for job in change.jobs { events.publish(.job(job)) }
    for worker in change.workers { events.publish(.worker(worker)) }
    if change.jobs.contains(where: { $0.state == .queued }) { serveLine() }
  }

  var rules: AttemptRules {
    AttemptRules(retry: settings.retry, now: clock(), jitter: jitter())
  }
}

/// What a write did.
struct Change<Value: Sendable>: Sendable {
  var value: Value
  var jobs: [Job]
  var workers: [WorkerInfo]
}
