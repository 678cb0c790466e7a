import API
import Client
import Experiments
import Foundation
import Glibc
import Jobs
import TestSupport
import Testing
import Training

import Worker

/// A worker against a service in the same process: only HTTP lies between them.
@Suite(.timeLimit(.minutes(5)))
struct WorkerLoopTests {
  @Test("A job is trained to its end, and everything it recorded is at the service, once")
  func trains() async throws {
    let live = try LiveService()
    let job = try await live.client.submit(.tiny(live.dataset))
    try await live.worker().run()
    let ended = try await live.client.job(job.id)
    #expect(ended.state == .succeeded)
    #expect(ended.attempts.map(\.outcome) == [.succeeded])
    #expect(ended.attempts.first?.worker == "w1")
    try await Self.expectWhole(ended, steps: 8, live.client)
    let artifacts = try await live.client.artifacts(run: job.runId).map(\.path)
    #expect(artifacts.contains(JobArtifact.finalCheckpoint))
    #expect(artifacts.contains(JobArtifact.bestCheckpoint))
    #expect(artifacts.contains(JobArtifact.network))
    let spec = live.folder.file("spec.json")
    try await live.client.download(run: job.runId, path: JobArtifact.spec, to: spec)
    #expect(try JobSpec(json: Data(contentsOf: spec)) == job.spec)
    let log = try await live.client.log(job: job.id)
    for epoch in 1...2 { #expect(log.contains("epoch \(epoch), step \(epoch * 4): test loss")) }
    let run = try await live.client.run(job.runId)
    #expect(run.status == .finished)
    for metric in ResultMetric.allCases { #expect(run.latest[metric.rawValue]?.step == 8) }
    #expect(
      run.latest.keys.sorted() == [
        "bestTestAccuracy", "imagesPerSecond", "learningRate", "meanImagesPerSecond",
        "memoryBytes", "modelBytes", "testAccuracy", "testLoss", "testTop5", "trainAccuracy",
        "trainLoss", "trainSeconds",
      ])
    // ResNet-8 at 4 bits, counted as GraphTests count it.
    #expect(run.latest["modelBytes"]?.value == 42_888)
    let best = try #require(run.latest["bestTestAccuracy"]?.value)
    let last = try #require(run.latest["testAccuracy"]?.value)
    #expect((last...1).contains(best))
    #expect(try await live.client.histograms(run: job.runId).isEmpty == false)
    #expect(!FileManager.default.fileExists(atPath: live.folder.file("work-w1").path))
  }

  /// Every step has each of its points, once.
  static func expectWhole(_ job: Job, steps: Int, _ client: ServiceClient) async throws {
    let series = try await client.metrics(run: job.runId, keys: ["trainLoss", "learningRate"])
    #expect(series.count == 2)
    for line in series { #expect(line.points.map(\.step) == Array(1...steps)) }
    let quantizers = try await client.quantizers(run: job.runId)
    #expect(quantizers.isEmpty == false)
    let trajectories = try await client.stepSizes(run: job.runId)
    #expect(trajectories.map(\.id) == quantizers.map(\.id))
    let gaps = trajectories.filter { $0.points.step != Array(0..<steps) }
    #expect(gaps.map(\.id) == [])
  }

  @Test("A job's log tells of the fields that change nothing")
  func fieldsWithoutEffect() async throws {
    let live = try LiveService()
    var spec = try JobSpec.tiny(live.dataset, epochs: 1)
    spec.quantizer.errorMeasure = .kl
    let job = try await live.client.submit(spec)
    try await live.worker().run()
    let log = try await live.client.log(job: job.id)
    #expect(log.contains("warning: quantizer.errorMeasure has no effect on training with method"))
  }

  @Test("A job that starts from another has its weights")
  func startsFromJob() async throws {
    let live = try LiveService()
    var first = try JobSpec.tiny(live.dataset, epochs: 1)
    first.quantizer.method = .none
    let parent = try await live.client.submit(first)
    var second = try JobSpec.tiny(live.dataset, epochs: 1)
    second.start = .job(id: parent.id)
    second.after = [parent.id]
    second.optimizer.learningRate = 0
    let child = try await live.client.submit(second)
    #expect(child.state == .blocked)
    try await live.worker().run()
    try await live.worker().run()
    #expect(try await live.client.job(child.id).state == .succeeded)
    // At a learning rate of 0 they stay what they were.
    let before = try await Self.finalTensors(parent, live)
    let after = try await Self.finalTensors(child, live)
    let weights = before.keys.filter { $0.hasSuffix(".weight") && !$0.hasPrefix("momentum.") }
    #expect(weights.contains("stem.weight"))
    for name in weights { #expect(after[name] == before[name], "\(name)") }
  }

  @Test("A canceled job stops, keeps what it recorded and is canceled")
  func cancels() async throws {
    let live = try LiveService()
    let job = try await live.client.submit(.tiny(live.dataset, epochs: 10_000))
    async let work: Void = live.worker().run()
    await live.points()
    let stopping = try await live.client.cancel(job: job.id)
    #expect(stopping.state == .stopping)
    try await work
    let ended = try await live.client.job(job.id)
    #expect(ended.state == .canceled)
    #expect(ended.attempts.map(\.outcome) == [.canceled])
    let steps = try #require(ended.progress).step
    try await Self.expectWhole(ended, steps: steps, live.client)
    #expect(try await live.client.run(job.runId).status == .killed)
  }

  @Test("A worker that is told to end gives its job back; another ends it with the same bits")
  func shutsDown() async throws {
    let live = try LiveService()
    let whole = try await live.client.submit(.tiny(live.dataset, epochs: 10))
    try await live.worker().run()
    let job = try await live.client.submit(.tiny(live.dataset, epochs: 10))
    let worker = live.worker()
    async let work: Void = worker.run()
    await live.points(of: job.runId)
    worker.stop()
    try await work
    let waiting = try await live.client.job(job.id)
    #expect(waiting.state == .queued)
    try await live.worker("w2").run()
    let ended = try await live.client.job(job.id)
    #expect(ended.state == .succeeded)
    #expect(ended.attempts.map(\.outcome) == [.canceled, .succeeded])
    #expect(try #require(ended.attempts.last).resumedFromStep > 0)
    try await Self.expectWhole(ended, steps: 40, live.client)
    #expect(
      try await Self.finalWeights(ended, live.client)
        == Self.finalWeights(whole, live.client))
  }

  @Test("A worker that is drained ends its job, takes no other, and ends")
  func drains() async throws {
    let live = try LiveService()
    let job = try await live.client.submit(.tiny(live.dataset, epochs: 8))
    let next = try await live.client.submit(.tiny(live.dataset))
    async let work: Void = live.worker(once: false).run()
    await live.points()
    _ = try live.service.queue.setDraining(true, worker: "w1")
    try await work
    #expect(try await live.client.job(job.id).state == .succeeded)
    let waiting = try await live.client.job(next.id)
    #expect(waiting.state == .queued && waiting.attempts.isEmpty)
  }

  @Test("A worker that lost its lease leaves the job alone; the next goes on from the checkpoint")
  func losesLease() async throws {
    let live = try LiveService()
    let job = try await live.client.submit(.tiny(live.dataset, epochs: 2000))
    async let work: Void = live.worker().run()
    await live.points()
    try live.service.queue.workerLost(id: "w1", signal: 9)
    try await work
    let waiting = try await live.client.job(job.id)
    #expect(waiting.state == .queued)
    #expect(waiting.attempts.map(\.outcome) == [.lost])
    // Nothing more of the first worker arrived.
    async let second: Void = live.worker("w2").run()
    await live.event {
      if case .job(let job) = $0 {
        (job.progress?.step ?? 0) > 0 && job.attempts.count == 2
      } else {
        false
      }
    }
    _ = try await live.client.cancel(job: job.id)
    try await second
    let ended = try await live.client.job(job.id)
    #expect(ended.attempts.map(\.worker) == ["w1", "w2"])
    // The first attempt may have got further than the second: what it delivered stays, once.
    for line in try await live.client.metrics(run: job.runId, keys: ["trainLoss"]) {
      #expect(line.points.map(\.step) == Array(1...line.total))
    }
    for line in try await live.client.stepSizes(run: job.runId) {
      #expect(line.points.step == Array(0..<line.total))
    }
  }

  @Test("A checkpoint that the service does not take ends the training, not hours later")
  func refusedCheckpoint() async throws {
    let live = try LiveService(upload: 100_000)
    let job = try await live.client.submit(.tiny(live.dataset, epochs: 10_000))
    try await live.worker().run()
    let ended = try await live.client.job(job.id)
    #expect(ended.state == .failed)
    #expect(ended.reason?.hasPrefix("cannot upload checkpoints/") == true, "\(ended.reason ?? "")")
    #expect(ended.reason?.contains("100000 bytes") == true)
  }

  @Test("A damaged checkpoint is no end: the job begins anew, and says so")
  func damagedCheckpoint() async throws {
    let live = try LiveService()
    let job = try await live.client.submit(.tiny(live.dataset))
    let damaged = live.folder.file("damaged")
    try Data("no checkpoint".utf8).write(to: damaged)
    try await live.client.upload(
      file: damaged, run: job.runId, path: JobArtifact.lastCheckpoint)
    try await live.worker().run()
    let ended = try await live.client.job(job.id)
    #expect(ended.state == .succeeded)
    #expect(ended.attempts.map(\.resumedFromStep) == [0])
    #expect(try await live.client.log(job: job.id).contains("begins anew"))
    try await Self.expectWhole(ended, steps: 8, live.client)
  }

  @Test("Where the last checkpoint is damaged, the job goes on from the one before")
  func damagedLastCheckpoint() async throws {
    let live = try LiveService()
    let job = try await live.client.submit(.tiny(live.dataset, epochs: 10_000))
    // Each of them gives the job back with a checkpoint.
    for number in 1...2 {
      let worker = live.worker("w\(number)")
      async let work: Void = worker.run()
      await live.points()
      worker.stop()
      try await work
    }
    let last = try #require(
      try await live.client.artifacts(run: job.runId)
        .first { $0.path == JobArtifact.lastCheckpoint })
    // One bit, in the middle of the weights: the file can still be read.
    let file = live.folder.file("data/artifacts/\(job.runId)/\(last.sha256)")
    var bytes = try Data(contentsOf: file)
    bytes[bytes.count - 100] ^= 1
    try bytes.write(to: file)

    async let third: Void = live.worker("w3").run()
    await live.points()
    _ = try await live.client.cancel(job: job.id)
    try await third
    let attempts = try await live.client.job(job.id).attempts
    #expect(try #require(attempts.last).resumedFromStep > 0)
    let log = try await live.client.log(job: job.id)
    #expect(log.contains("cannot use \(JobArtifact.lastCheckpoint)"))
    #expect(log.contains(", \(JobArtifact.previousCheckpoint)"))
  }

  @Test("A job that cannot be trained fails with the reason, and is not tried again")
  func fails() async throws {
    let live = try LiveService()
    let job = try await live.client.submit(.tiny(URL(filePath: "/nowhere/at/all")))
    try await live.worker().run()
    let ended = try await live.client.job(job.id)
    #expect(ended.state == .failed)
    #expect(ended.reason?.contains("/nowhere/at/all") == true)
    let log = try await live.client.log(job: job.id)
    #expect(log.contains("failed: "))
  }

  @Test("A training that diverges fails with the place, and is not tried again")
  func diverges() async throws {
    let live = try LiveService()
    var spec = try JobSpec.tiny(live.dataset, epochs: 100)
    (spec.optimizer.learningRate, spec.optimizer.weightDecay) = (100, 1)
    let job = try await live.client.submit(spec)
    try await live.worker().run()
    let ended = try await live.client.job(job.id)
    #expect(ended.state == .failed && ended.attempts.map(\.outcome) == [.failed])
    #expect(ended.reason?.hasPrefix("training diverged at step ") == true, "\(ended.reason ?? "")")
  }

  @Test("A worker without a place for files asks for no job")
  func noWorkFolder() async throws {
    let live = try LiveService()
    let job = try await live.client.submit(.tiny(live.dataset))
    try Data().write(to: live.folder.file("work-w1"))
    await #expect(throws: WorkerError.self) { try await live.worker().run() }
    #expect(try await live.client.workers().isEmpty)
    let waiting = try await live.client.job(job.id)
    #expect(waiting.state == .queued && waiting.attempts.isEmpty)
  }

  @Test("A job that a worker's disk keeps from its beginning goes back, and costs no attempt")
  func lostWorkFolder() async throws {
    let live = try LiveService()
    let folder = live.folder.file("work")
    let worker = live.worker(in: folder, once: false)
    async let work: Void = worker.run()
    await live.event { if case .worker = $0 { true } else { false } }
    // Held while it works.
    let descriptor = open(folder.path, O_RDONLY | O_DIRECTORY)
    #expect(flock(descriptor, LOCK_EX | LOCK_NB) == -1 && errno == EWOULDBLOCK)
    close(descriptor)
    #expect(rmdir(folder.path) == 0)
    try Data().write(to: folder)
    var spec = try JobSpec.tiny(live.dataset)
    spec.maxAttempts = 1
    async let returned: Void = live.event {
      if case .job(let job) = $0 { job.state == .queued && !job.attempts.isEmpty } else { false }
    }
    let job = try await live.client.submit(spec)
    await returned
    worker.stop()
    try await work
    let waiting = try await live.client.job(job.id)
    #expect(waiting.state == .queued && waiting.attempts.allSatisfy { $0.outcome == .canceled })
    let reason = waiting.reason ?? "none"
    #expect(reason.contains(folder.path) && reason.contains("errno"), "\(reason)")
  }

  @Test("Without a job a worker for one job ends at once; the service knows what it has")
  func nothingToDo() async throws {
    let live = try LiveService()
    try await live.worker().run()
    let workers = try await live.client.workers()
    #expect(workers.map(\.id) == ["w1"] && workers.map(\.threads) == [1])
    let machine = WorkerConfiguration(server: live.service.url)
    #expect(workers.map(\.memoryBytes) == [machine.memoryBytes])
    #expect(workers.map(\.instructionSet) == [machine.instructionSet])
  }

  private static func finalTensors(
    _ job: Job, _ live: LiveService
  ) async throws -> [String: SafetensorsTensor] {
    let file = live.folder.file("\(job.id).safetensors")
    try await live.client.download(run: job.runId, path: JobArtifact.finalCheckpoint, to: file)
    return try Safetensors(contentsOf: file).tensors
  }

  static func finalWeights(_ job: Job, _ client: ServiceClient) async throws -> String? {
    try await client.artifacts(run: job.runId).first { $0.path == JobArtifact.finalCheckpoint }?
      .sha256
  }
}
