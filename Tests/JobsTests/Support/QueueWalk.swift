import Experiments
import Foundation
import Jobs
import Store
import TestSupport
import Testing

/// A random walk over a queue and its model at once: every answer must be the same, and all jobs.
struct QueueWalk {
  private let fixture: QueueFixture
  private var model: QueueModel
  private var random: SeededGenerator
  private let workers = (1...6).map { "w\($0)" }
  /// Every lease that was given, so that stale ones are tried too.
  private var leases: [(job: Int, token: String)] = []
  private var steps = 0

  init(seed: UInt64) throws {
    // Workers that are silent for long are forgotten, and whether they drain: the model does not.
    let settings = QueueSettings(
      leaseSeconds: 30, stopSeconds: 20, workerSeconds: 1e6, retry: RetryPolicy(base: 4, cap: 60))
    fixture = try QueueFixture(settings: settings)
    model = QueueModel(
      leaseSeconds: 30, stopSeconds: 20, pause: { settings.retry.delay(failures: $0, jitter: 0) },
      now: fixture.now)
    random = SeededGenerator(seed: seed)
  }

  /// Takes one random step. Throws at the first difference.
  mutating func step() throws {
    steps += 1
    switch random.below(100) {
    case 0..<14: try submit()
    case 14..<33: try claim()
    case 33..<36: try prioritize()
    case 36..<50: try beat()
    case 50..<58: try record()
    case 58..<78: try complete()
    case 78..<83: try cancel()
    case 83..<88: try retry()
    case 88..<95: try advance()
    case 95..<97: try loseWorker()
    case 97..<99: try drain()
    default: try pause()
    }
    if steps.isMultiple(of: 20) { try compare() }
  }

  // MARK: Steps

  private mutating func submit() throws {
    if model.open.count > 40 { return }
    var spec = try JobSpec.defaults(dataset: .fashionMNIST, model: .resnet8)
    spec.priority = random.below(3) - 1
    spec.maxAttempts = 1 + random.below(3)
    spec.timeoutSeconds = random.below(4) == 0 ? 40 + random.below(60) : nil
    spec.notBefore = random.below(5) == 0 ? fixture.now + Double(random.below(60)) : nil
    let parents = recent(8).filter { index in
      let state = model.jobs[index].state
      return random.below(6) == 0 && (!state.isFinal || state == .succeeded)
    }
    spec.after = parents.map { model.jobs[$0].id }
    let job = try fixture.queue.submit(spec)
    model.submit(
      QueueModel.Job(
        id: job.id, priority: spec.priority, maxAttempts: spec.maxAttempts,
        timeout: spec.timeoutSeconds.map(Double.init), parents: parents, state: .queued,
        notBefore: spec.notBefore))
    try expect(job.state == model.jobs[model.jobs.count - 1].state, "submitted as \(job.state)")
  }

  private mutating func claim() throws {
    let worker = random.pick(workers)
    let lease = try fixture.claim(worker)
    let index = model.claim(worker, token: lease?.token ?? "none")
    let wanted = index.map { model.jobs[$0].id }
    try expect(
      lease?.job.id == wanted,
      "\(worker) got \(lease?.job.id ?? "nothing"), not \(wanted ?? "nothing")")
    if let lease, let index { leases.append((index, lease.token)) }
  }

  private mutating func beat() throws {
    guard let (index, token) = someLease() else { return }
    let expected = model.renew(index, token: token)
    let found = try leaseLostAsNil {
      try fixture.queue.heartbeat(
        job: model.jobs[index].id,
        Heartbeat(lease: token, progress: nil, resumedFromStep: 0)
      ).command
    }
    try expect(found == expected, "a heartbeat: \(String(describing: found))")
  }

  private mutating func record() throws {
    guard let (index, token) = someLease() else { return }
    let isHeld = model.renew(index, token: token, isRecord: true) != nil
    let batch = RecordBatch(
      lease: token, sequence: random.below(4),
      metrics: [
        MetricPoint(key: "loss", step: random.below(8), value: 1, time: QueueFixture.noon)
      ])
    let isTaken: Bool? = try leaseLostAsNil {
      try fixture.queue.store(records: batch, job: model.jobs[index].id)
      return true
    }
    try expect((isTaken == true) == isHeld, "records were taken: \(isTaken == true)")
  }

  private mutating func complete() throws {
    guard let (index, token) = someLease() else { return }
    let outcome = random.pick([.succeeded, .succeeded, .failed, .canceled] as [Completion.Outcome])
    let retryable = random.below(3) > 0
    let expected = model.complete(index, token: token, outcome, retryable: retryable)
    let word = Completion(lease: token, outcome: outcome, retryable: retryable)
    let found = try answer { _ = try fixture.queue.complete(job: model.jobs[index].id, word) }
    try expect(found == expected, "the last word \(outcome): \(found)")
  }

  private mutating func cancel() throws {
    guard let index = recent(30).randomElement(using: &random) else { return }
    let expected = model.cancel(index)
    let found = try answer { _ = try fixture.queue.cancel(job: model.jobs[index].id) }
    try expect(found == expected, "canceling: \(found)")
  }

  private mutating func prioritize() throws {
    guard let index = recent(30).randomElement(using: &random) else { return }
    let priority = random.below(5) - 2
    model.prioritize(index, priority)
    let id = model.jobs[index].id
    let found = try fixture.queue.change(job: id, JobPatch(priority: priority))
    try expect(found.spec.priority == priority, "a priority of \(found.spec.priority)")
  }

  private mutating func retry() throws {
    guard let index = recent(30).randomElement(using: &random) else { return }
    let expected = model.retry(index)
    let found = try answer { _ = try fixture.queue.retry(job: model.jobs[index].id) }
    try expect(found == expected, "a retry: \(found)")
  }

  private mutating func advance() throws {
    for _ in 0...random.below(25) {
      model.now += 1
      try fixture.advance(1)
      model.tick()
    }
  }

  private mutating func loseWorker() throws {
    let worker = random.pick(workers)
    try fixture.queue.workerLost(id: worker, signal: 9)
    model.workerLost(worker)
  }

  private mutating func drain() throws {
    let worker = random.pick(workers)
    let draining = random.below(2) == 0
    do {
      _ = try fixture.queue.setDraining(draining, worker: worker)
      if draining { model.draining.insert(worker) } else { model.draining.remove(worker) }
    } catch StoreError.notFound {
      // It has not asked for a job yet.
    }
  }

  private mutating func pause() throws {
    model.isPaused = random.below(3) == 0
    try fixture.queue.setPaused(model.isPaused)
  }

  // MARK: Comparison

  /// Every job that may have changed, and the places in the queue.
  func compare() throws {
    let line = model.line
    let newest = recent(100)
    let listed = try fixture.queue.jobs(JobQuery(page: PageRequest(limit: 100))).json
    let list = try JSONCoding.tree(Data(listed))["items"]
    try expect(
      list?.elements?.count == newest.count, "a list of \(list?.elements?.count ?? 0) jobs")
    for (index, found) in zip(newest.reversed(), list?.elements ?? []) {
      try compare(index, found, line)
    }
    for index in model.open where index < newest.lowerBound {
      try compare(index, JSONValue(encoding: fixture.job(model.jobs[index].id)), line)
    }
  }

  private func compare(_ index: Int, _ found: JSONValue, _ line: [Int]) throws {
    let job = model.jobs[index]
    let attempts = job.attempts.map { JSONValue.string($0.outcome.rawValue) }
    let expected: [String: JSONValue?] = [
      "id": .string(job.id), "state": .string(job.state.rawValue),
      "notBefore": job.notBefore.map { .string(Timestamp.string(from: $0)) },
      "queuePosition": line.firstIndex(of: index).map { .integer($0 + 1) },
    ]
    for (field, value) in expected {
      try expect(
        found[field] == value, "\(field) of job \(index) is \(found[field]?.description ?? "nil")")
    }
    try expect(
      found["attempts"]?.elements?.compactMap { $0["outcome"] } == attempts,
      "job \(index) had the attempts \(found["attempts"]?.elements ?? [])")
  }

  private func expect(_ condition: Bool, _ what: String) throws {
    if !condition { throw Difference(step: steps, what: what) }
  }

  struct Difference: Error, CustomStringConvertible {
    var step: Int
    var what: String
    var description: String { "after step \(step): \(what)" }
  }

  // MARK: Choices

  /// The indices of the newest jobs.
  private func recent(_ count: Int) -> Range<Int> {
    max(0, model.jobs.count - count)..<model.jobs.count
  }

  /// Mostly one that was given lately, now and then a stale one.
  private mutating func someLease() -> (job: Int, token: String)? {
    leases.suffix(random.below(4) == 0 ? 60 : 6).randomElement(using: &random)
  }

  private func leaseLostAsNil<Value>(_ body: () throws -> Value) throws -> Value? {
    do { return try body() } catch StoreError.leaseLost { return nil }
  }

  private func answer(_ body: () throws -> Void) throws -> QueueModel.Answer {
    do {
      try body()
      return .done
    } catch StoreError.leaseLost {
      return .leaseLost
    } catch StoreError.impossibleTransition {
      return .impossible
    } catch StoreError.parentNotSucceeded {
      return .parentNotSucceeded
    }
  }
}

extension SeededGenerator {
  fileprivate mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }

  fileprivate mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }
}

extension JSONValue {
  fileprivate var elements: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }
}
