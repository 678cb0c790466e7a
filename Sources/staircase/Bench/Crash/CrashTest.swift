import Client
import Experiments
import Foundation
import Glibc
import Training

/// Rounds of work that is interrupted by SIGKILL, each followed by a comparison of the store with
/// what was acknowledged.
final class CrashTest {
  /// What must not be.
  struct Difference: Error, CustomStringConvertible {
    var description: String
  }

  /// What was killed, and what came through it.
  struct Tally: CustomStringConvertible {
    var rounds = 0
    var services = 0
    var workers = 0
    var jobs = 0
    var attempts = 0
    var resumed = 0
    var points = 0

    var description: String {
      """
      \(rounds) rounds: \(services) services and \(workers) workers killed; \(jobs) jobs succeeded \
      in \(attempts) attempts, \(resumed) of them from a checkpoint; \(points) points logged. \
      Nothing lost, nothing doubled, integrity clean.
      """
    }
  }

  /// A round that is not over by then will never be.
  private static let patience = Duration.seconds(120)

  private let service: CrashService
  private let dataset: URL
  private let ledger: CrashLedger
  private var random: RandomGenerator
  private var tally = Tally()

  init(folder: URL, seed: UInt64) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    dataset = try CrashDataset.write(in: folder)
    service = try CrashService(folder: folder)
    ledger = CrashLedger(data: service.data)
    random = RandomGenerator(seed: seed)
  }

  func run(rounds: Int) async throws -> Tally {
    try await service.start()
    defer { service.end() }
    for round in 1...rounds {
      do {
        try await interrupt()
        try await settle()
        try await ledger.check(service.client, isLast: round == rounds)
      } catch let error as Difference {
        throw Difference(description: "round \(round): \(error.description)")
      }
      tally.rounds = round
      if Terminal.isInteractive || round.isMultiple(of: 20) { try Terminal.print("round \(round)") }
    }
    (tally.jobs, tally.attempts, tally.resumed, tally.points) = ledger.sums
    return tally
  }

  /// Work, and a kill in the middle of it.
  private func interrupt() async throws {
    let client = service.client
    let writers = (0..<2).map { _ in PointWriter(client: client) }
    let writing = writers.map { writer in Task { try await writer.run() } }
    for _ in 0..<2 { try await ledger.add(job: submit(client)) }
    // Up to a third of them strike before a worker has begun, the rest in training or at its end.
    try await Task.sleep(for: .milliseconds(random.below(1500)))
    let workers = try await client.workers()
    switch random.below(4) {
    case 0: killAll(workers.filter { _ in random.below(2) == 0 })
    case 1: try await killService()
    case 2:
      killAll(workers)
      try await killService()
    default:
      try await killService()
      killAll(workers.filter { _ in random.below(2) == 0 })
    }
    for writer in writers { writer.stop() }
    for task in writing { try await task.value }
    for writer in writers { ledger.add(points: writer.acknowledged, run: writer.runID) }
  }

  /// Returns when every job has ended.
  private func settle() async throws {
    let deadline = ContinuousClock.now + Self.patience
    var open = ledger.openJobs
    while !open.isEmpty {
      guard ContinuousClock.now < deadline else {
        throw Difference(description: "jobs \(open) do not end")
      }
      try await Task.sleep(for: .milliseconds(50))
      let client = service.client
      for id in open {
        let job = try await CrashClient.untilAnswered { try await client.job(id) }
        if job.state.isFinal { open.removeAll { $0 == id } }
      }
    }
  }

  private func submit(_ client: ServiceClient) async throws -> String {
    var spec = try JobSpec.defaults(dataset: .fashionMNIST, model: .resnet8)
    spec.dataset.path = dataset.path
    spec.name = "crash"
    (spec.epochs, spec.batchSize, spec.maxAttempts) = (6, 16, 100)
    (spec.record.metricsEvery, spec.record.stepSizesEvery) = (1, 1)
    spec.checkpoint.everySteps = 3
    let key = UUID().uuidString
    return try await CrashClient.untilAnswered { [spec] in
      try await client.submit(spec, idempotencyKey: key).id
    }
  }

  private func killAll(_ workers: [WorkerInfo]) {
    for worker in workers where isAlive(worker) {
      kill(pid_t(worker.pid), SIGKILL)
      tally.workers += 1
    }
  }

  /// Whether the process is still this worker: the service lists one for a while after its end, when
  /// its number may be another's.
  private func isAlive(_ worker: WorkerInfo) -> Bool {
    let command = try? String(contentsOfFile: "/proc/\(worker.pid)/cmdline", encoding: .utf8)
    return command?.contains(worker.id) == true
  }

  private func killService() async throws {
    service.kill()
    tally.services += 1
    // The workers train on meanwhile.
    try await Task.sleep(for: .milliseconds(random.below(300)))
    try await service.start()
  }
}
