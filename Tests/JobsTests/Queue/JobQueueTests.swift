import Dispatch
import Experiments
import Foundation
import Jobs
import Store
import Synchronization
import Testing

@Suite struct JobQueueTests {
  private let fixture: QueueFixture

  init() throws {
    fixture = try QueueFixture()
  }

  @Test func aJobMakesARunWithItsSpecAsParameters() throws {
    let job = try fixture.submit {
      $0.name = "w2"
      $0.experiment = "fashion"
      $0.quantizer.weightBits = 2
    }
    #expect(Identifier.Kind.job.matches(job.id))
    #expect(job.state == .queued && job.queuePosition == 1)
    let run = try fixture.store.read { try $0.run(id: job.runId) }
    #expect(run.name == "w2" && run.experiment == "fashion" && run.jobId == job.id)
    #expect(run.status == .scheduled && run.startedAt == nil)
    #expect(run.parameters["quantizer.weightBits"] == "2")
    #expect(run.parameters["optimizer.learningRate"] == "0.01")
    #expect(run.parameters["dataset.name"] == "fashion-mnist")
    #expect(run.parameters["dataset.augment"] == "[\"pad-crop\",\"mirror\"]")
    #expect(run.parameters["dataset.path"] == nil && run.parameters["name"] == nil)
  }

  @Test func aRunStartsWhenItsJobIsFirstClaimed() throws {
    let job = try fixture.submit()
    func run() throws -> Run { try fixture.store.read { try $0.run(id: job.runId) } }
    _ = try fixture.queue.cancel(job: job.id)
    #expect(try run().status == .killed && run().startedAt == nil)
    #expect(try run().endedAt == QueueFixture.noon)
    fixture.stall(60)
    _ = try fixture.queue.retry(job: job.id)
    _ = try fixture.claim()
    #expect(try run().startedAt == QueueFixture.noon.addingTimeInterval(60))
    #expect(try run().endedAt == nil)
  }

  @Test func anIdempotencyKeyGivesTheFirstAnswer() throws {
    let first = try fixture.submit(key: "k")
    _ = try fixture.claim()
    let again = try fixture.submit(key: "k")
    #expect(again == first)
    #expect(try fixture.jobs().items.count == 1)
    #expect(throws: StoreError.idempotencyKeyReused(key: "k")) {
      try fixture.submit({ $0.seed = 9 }, key: "k")
    }
  }

  @Test func anIdempotencyKeyIsForgottenAfterADay() throws {
    let first = try fixture.submit(key: "k")
    fixture.stall(86_400)
    try fixture.queue.tick()
    #expect(try fixture.submit(key: "k") == first)
    fixture.stall(1)
    try fixture.queue.tick()
    #expect(try fixture.submit(key: "k").id != first.id)
  }

  @Test func listsAreFilteredAndPaged() throws {
    for index in 0..<7 {
      _ = try fixture.submit {
        $0.name = "\(index)"
        $0.experiment = index < 3 ? "a" : "b"
      }
    }
    _ = try fixture.claim()
    #expect(try fixture.jobs(JobQuery(state: .running)).items.map(\.name) == ["0"])
    #expect(try fixture.jobs(JobQuery(experiment: "a")).items.map(\.name) == ["2", "1", "0"])
    let first = try fixture.jobs(JobQuery(page: PageRequest(limit: 5)))
    let cursor = try PageCursor(#require(first.nextCursor))
    let second = try fixture.jobs(JobQuery(page: PageRequest(limit: 5, cursor: cursor)))
    #expect(first.items.map(\.name) == ["6", "5", "4", "3", "2"])
    #expect(second.items.map(\.name) == ["1", "0"] && second.nextCursor == nil)
    let ofB = try fixture.jobs(JobQuery(experiment: "b", page: PageRequest(limit: 3)))
    let next = PageRequest(limit: 3, cursor: try PageCursor(#require(ofB.nextCursor)))
    let rest = try fixture.jobs(JobQuery(experiment: "b", page: next))
    #expect(ofB.items.map(\.name) == ["6", "5", "4"])
    #expect(rest.items.map(\.name) == ["3"] && rest.nextCursor == nil)
    // It counts the runs of jobs there.
    #expect(throws: StoreError.self) { try fixture.jobs(JobQuery(page: next)) }
    let counts = try fixture.store.read { try $0.jobCounts() }
    #expect(counts == [.running: 1, .queued: 6])
  }

  @Test func aCanceledJobIsToldToItsWorker() throws {
    let job = try fixture.submit()
    let lease = try #require(try fixture.claim())
    #expect(try fixture.beat(lease) == .continue)
    #expect(try fixture.queue.cancel(job: job.id).state == .stopping)
    #expect(try fixture.beat(lease) == .cancel)
    // What it still has is taken.
    let batch = RecordBatch(
      lease: lease.token, sequence: 0,
      metrics: [MetricPoint(key: "a", step: 1, value: 1, time: fixture.now)])
    try fixture.queue.store(records: batch, job: job.id)
    let ended = try fixture.queue.complete(
      job: job.id, Completion(lease: lease.token, outcome: .canceled))
    #expect(ended.state == .canceled)
    let run = try fixture.store.read { try $0.run(id: job.runId) }
    #expect(run.status == .killed && run.latest["a"]?.value == 1)
  }

  @Test func aPausedQueueGivesNothing() throws {
    _ = try fixture.submit()
    try fixture.queue.setPaused(true)
    #expect(try fixture.queue.status().paused && fixture.claim() == nil)
    try fixture.queue.setPaused(false)
    #expect(try fixture.claim() != nil)
  }

  @Test func aKeyMakesOneJobHoweverManyAskAtOnce() throws {
    let answers = Mutex<[Job?]>([])
    DispatchQueue.concurrentPerform(iterations: 16) { _ in
      let job = try? fixture.submit(key: "k")
      answers.withLock { $0.append(job) }
    }
    let first = try #require(try fixture.jobs().items.first)
    #expect(answers.withLock { $0.map { $0?.id } } == Array(repeating: first.id, count: 16))
    #expect(try fixture.jobs().items.count == 1)
  }

  @Test func aCanceledJobSaysWhyOnlyIfSomeoneDid() throws {
    for reason in [nil, "not needed"] {
      let job = try fixture.submit()
      let lease = try #require(try fixture.claim("w"))
      _ = try fixture.queue.cancel(job: job.id, reason: reason)
      let ended = try fixture.queue.complete(
        job: job.id, Completion(lease: lease.token, outcome: .canceled))
      #expect(ended.state == .canceled && ended.reason == reason)
    }
  }
}
