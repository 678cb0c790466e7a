import Experiments
import Foundation

/// What a queue should do, in the simplest words: a list of jobs in memory and no database.
///
/// Its workers save no checkpoints, so every lost attempt counts as a failure.
struct QueueModel {
  struct Lease: Hashable {
    var token: String
    var worker: String
    var expires: Date
    var since: Date
    /// Whether the worker said anything: by its clock's time, or by a record.
    var wasHeard = false
  }

  struct Attempt: Hashable {
    var token: String
    var outcome: JobAttempt.Outcome
  }

  struct Job {
    var id: String
    var priority: Int
    var maxAttempts: Int
    var timeout: Double?
    var parents: [Int]
    var state: JobState
    var notBefore: Date?
    var failures = 0
    var lease: Lease?
    var deadline: Date?
    var attempts: [Attempt] = []
  }

  /// What a call is answered with, as far as the model says.
  enum Answer: Hashable {
    case done
    case leaseLost
    case impossible
    case parentNotSucceeded
  }

  let leaseSeconds: Double
  let stopSeconds: Double
  /// Seconds after the n-th failure.
  let pause: (Int) -> Double
  var now: Date
  private(set) var jobs: [Job] = []
  /// The indices of the jobs that have not ended, rising: no other is looked at but by its index.
  private(set) var open: [Int] = []
  var isPaused = false
  var draining: Set<String> = []

  // MARK: People

  mutating func submit(_ job: Job) {
    var job = job
    job.state = job.parents.allSatisfy { jobs[$0].state == .succeeded } ? .queued : .blocked
    open.append(jobs.count)
    jobs.append(job)
  }

  mutating func cancel(_ index: Int) -> Answer {
    switch jobs[index].state {
    case .stopping, .canceled: break
    case .running:
      jobs[index].state = .stopping
      jobs[index].deadline = now + stopSeconds
    case .blocked, .queued: drop(index)
    case .succeeded, .failed, .timedOut: return .impossible
    }
    return .done
  }

  mutating func prioritize(_ index: Int, _ priority: Int) {
    jobs[index].priority = priority
  }

  mutating func retry(_ index: Int) -> Answer {
    guard [.failed, .canceled, .timedOut].contains(jobs[index].state) else { return .impossible }
    let parents = jobs[index].parents.map { jobs[$0].state }
    if parents.contains(where: { $0.isFinal && $0 != .succeeded }) { return .parentNotSucceeded }
    jobs[index].state = parents.allSatisfy { $0 == .succeeded } ? .queued : .blocked
    open.append(index)
    open.sort()
    jobs[index].failures = 0
    jobs[index].notBefore = nil
    return .done
  }

  // MARK: Workers

  /// The job that is claimed now.
  mutating func claim(_ worker: String, token: String) -> Int? {
    for index in open where jobs[index].lease?.worker == worker {
      lose(index, isFailure: jobs[index].lease?.wasHeard == true)
    }
    release()
    guard !isPaused, !draining.contains(worker), let next = line.first else { return nil }
    jobs[next].state = .running
    jobs[next].lease = Lease(
      token: token, worker: worker, expires: now + leaseSeconds, since: now)
    jobs[next].deadline = jobs[next].timeout.map { now + $0 }
    jobs[next].attempts.append(Attempt(token: token, outcome: .running))
    return next
  }

  /// What the service says to a heartbeat or to records; nil if the lease is lost.
  mutating func renew(
    _ index: Int, token: String, isRecord: Bool = false
  ) -> HeartbeatAnswer.Command? {
    guard let lease = jobs[index].lease, lease.token == token else { return nil }
    jobs[index].lease?.expires = now + leaseSeconds
    if isRecord || now > lease.since { jobs[index].lease?.wasHeard = true }
    if jobs[index].state == .stopping { return .cancel }
    return draining.contains(lease.worker) ? .drain : .continue
  }

  mutating func complete(
    _ index: Int, token: String, _ outcome: Completion.Outcome, retryable: Bool
  ) -> Answer {
    let word: JobAttempt.Outcome =
      switch outcome {
      case .succeeded: .succeeded
      case .failed: .failed
      case .canceled: .canceled
      }
    guard jobs[index].lease?.token == token else {
      let said = jobs[index].attempts.first { $0.token == token }?.outcome
      return said == word ? .done : .leaseLost
    }
    if jobs[index].state == .stopping {
      end(index, word, .canceled)
      return .done
    }
    switch outcome {
    case .succeeded: end(index, .succeeded, .succeeded)
    case .canceled: end(index, .canceled, .queued)
    case .failed:
      jobs[index].failures += 1
      let failures = jobs[index].failures
      let isLast = !retryable || failures >= jobs[index].maxAttempts
      end(index, .failed, isLast ? .failed : .queued)
      if !isLast { jobs[index].notBefore = now + pause(failures) }
    }
    return .done
  }

  mutating func workerLost(_ worker: String) {
    loseJobs(of: worker)
    draining.remove(worker)
  }

  // MARK: Time

  mutating func tick() {
    for index in open {
      if let lease = jobs[index].lease, lease.expires < now { lose(index) }
    }
    for index in open {
      guard let deadline = jobs[index].deadline, deadline < now else { continue }
      let isStopping = jobs[index].state == .stopping
      end(index, isStopping ? .canceled : .timedOut, isStopping ? .canceled : .timedOut)
    }
    release()
  }

  /// The jobs that could be claimed, in the order of claims.
  var line: [Int] {
    open
      .filter { jobs[$0].state == .queued && jobs[$0].notBefore == nil }
      .sorted { (-jobs[$0].priority, $0) < (-jobs[$1].priority, $1) }
  }

  // MARK: Parts

  private mutating func release() {
    for index in open where jobs[index].state == .queued {
      if let time = jobs[index].notBefore, time <= now { jobs[index].notBefore = nil }
    }
  }

  private mutating func loseJobs(of worker: String) {
    for index in open where jobs[index].lease?.worker == worker { lose(index) }
  }

  private mutating func lose(_ index: Int, isFailure: Bool = true) {
    if jobs[index].state == .stopping { return end(index, .lost, .canceled) }
    if isFailure { jobs[index].failures += 1 }
    end(index, .lost, jobs[index].failures >= jobs[index].maxAttempts ? .failed : .queued)
  }

  private mutating func end(_ index: Int, _ outcome: JobAttempt.Outcome, _ next: JobState) {
    jobs[index].attempts[jobs[index].attempts.count - 1].outcome = outcome
    jobs[index].lease = nil
    jobs[index].deadline = nil
    jobs[index].notBefore = nil
    reach(index, next)
  }

  private mutating func drop(_ index: Int) {
    jobs[index].notBefore = nil
    reach(index, .canceled)
  }

  private mutating func reach(_ index: Int, _ next: JobState) {
    jobs[index].state = next
    guard next.isFinal else { return }
    open.removeAll { $0 == index }
    for child in open where jobs[child].parents.contains(index) {
      guard jobs[child].state == .blocked else { continue }
      if next != .succeeded {
        drop(child)
      } else if jobs[child].parents.allSatisfy({ jobs[$0].state == .succeeded }) {
        jobs[child].state = .queued
      }
    }
  }
}
