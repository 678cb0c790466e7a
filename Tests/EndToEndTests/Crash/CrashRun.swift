import Client
import Experiments
import Foundation
import Glibc
import TestSupport
import Training

/// Rounds of work that is interrupted by SIGKILL, each followed by a comparison of the store with
/// what was acknowledged.
final class CrashRun {
  /// What must not be.
  struct Difference: Error, CustomStringConvertible {
    var description: String
  }

  /// A round that is not over by then will never be.
  private static let patience = Duration.seconds(120)

  private let seed: UInt64
  private let dataset: URL
  private let ledger: CrashLedger
  private var service: LiveService
  private var random: RandomGenerator
  private var killed = (services: 0, workers: 0)

  init(seed: UInt64) async throws {
    let folder = try Scratch.folder()
    self.seed = seed
    dataset = try TinyDataset.make(in: folder)
    service = try await Self.start(in: folder.appending(path: "data"), port: 0)
    ledger = CrashLedger(data: service.folder)
    random = RandomGenerator(seed: seed)
  }

  private static func start(in data: URL, port: Int) async throws -> LiveService {
    try await LiveService.start(folder: data, port: port, workers: 2, ["--lease-seconds", "2"])
  }

  /// Throws `Difference` at the first, and prints what was killed and what came through it.
  func run(rounds: Int) async throws {
    defer { service.end() }
    for round in 1...rounds {
      do {
        try await interrupt()
        try await settle()
        try await ledger.check(service.client, isLast: round == rounds)
      } catch let error as Difference {
        throw Difference(description: "seed \(seed), round \(round): \(error.description)")
      }
      if round.isMultiple(of: 20) { print("round \(round)") }
    }
    let sums = ledger.sums
    print(
      """
      \(rounds) rounds: \(killed.services) services and \(killed.workers) workers killed; \
      \(sums.jobs) jobs succeeded in \(sums.attempts) attempts, \(sums.resumed) of them from a \
      checkpoint; \(sums.points) points logged
      """)
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
    let (service, open) = (service, ledger.openJobs)
    try await withThrowingTaskGroup { group in
      group.addTask { for id in open { _ = try await service.waitForEnd(of: id) } }
      group.addTask {
        try await Task.sleep(for: Self.patience)
        throw Difference(description: "jobs \(open) do not end")
      }
      try await group.next()
      group.cancelAll()
    }
  }

  private func submit(_ client: ServiceClient) async throws -> String {
    var spec = try JobSpec.tiny(dataset, epochs: 6)
    spec.maxAttempts = 100
    spec.checkpoint.everySteps = 3
    let key = UUID().uuidString
    return try await CrashClient.untilAnswered { [spec] in
      try await client.submit(spec, idempotencyKey: key).id
    }
  }

  private func killAll(_ workers: [WorkerInfo]) {
    for worker in workers where worker.isAlive {
      kill(pid_t(worker.pid), SIGKILL)
      killed.workers += 1
    }
  }

  private func killService() async throws {
    service.end(SIGKILL)
    killed.services += 1
    // The workers train on meanwhile.
    try await Task.sleep(for: .milliseconds(random.below(300)))
    service = try await Self.start(in: service.folder, port: service.url.port ?? 0)
  }
}
