import Client
import Experiments
import Foundation
import Glibc
import TestSupport
import Testing

/// A worker that is stopped by the system, as by SIGSTOP or a laptop's lid, past its lease.
@Suite(.timeLimit(.minutes(5)))
struct FrozenWorkerTests {
  @Test("Its job goes to another; when it wakes it can write nothing, and is told so")
  func frozen() async throws {
    let service = try await LiveService.start(workers: 0, ["--lease-seconds", "2"])
    defer { service.end() }
    var spec = try JobSpec.make(dataset: FashionMNISTSubset.make(training: 640, test: 64))
    let job = try await service.client.submit(spec)
    let first = try WorkerProcess(service, id: "first")
    defer { first.stop() }
    try await service.waitForPoint(past: 0, run: job.runId)
    #expect(try await service.client.job(job.id).attempts.map(\.worker) == ["first"])
    first.signal(SIGSTOP)
    let second = try WorkerProcess(service, id: "second")
    defer { second.stop() }
    _ = try await service.wait(for: job.id) { $0.attempts.count == 2 && $0.state == .running }
    first.signal(SIGCONT)

    let ended = try await service.waitForEnd(of: job.id)
    #expect(ended.state == .succeeded)
    #expect(ended.attempts.map(\.worker) == ["first", "second"])
    #expect(ended.attempts.map(\.outcome) == [.lost, .succeeded])
    let steps = try #require(ended.progress).steps
    let losses = try await service.client.metrics(run: job.runId, keys: ["trainLoss"])
    #expect(losses.first?.points.map(\.step) == Array(1...steps))
    // It asks for the next job as if nothing had happened.
    await second.end()
    spec.epochs = 1
    let next = try await service.client.submit(spec)
    let again = try await service.waitForEnd(of: next.id)
    #expect(again.attempts.map(\.worker) == ["first"])
  }

  @Test("A second Ctrl-C ends a worker at once, though it waits for the service")
  func secondInterrupt() async throws {
    let service = try await LiveService.start(workers: 0)
    defer { service.end() }
    let spec = try JobSpec.make(
      dataset: FashionMNISTSubset.make(training: 640, test: 64), epochs: 10_000)
    let job = try await service.client.submit(spec)
    let worker = try WorkerProcess(service, id: "first")
    _ = try await service.wait(for: job.id) { ($0.progress?.step ?? 0) > 0 }
    // It accepts connections, and answers nothing.
    kill(service.pid, SIGSTOP)
    defer { kill(service.pid, SIGCONT) }
    try await waitUntil {
      worker.signal(SIGINT)
      return !worker.isRunning
    }
    #expect(worker.endedBySignal == SIGINT)
  }
}

/// A worker that nobody looks after.
private final class WorkerProcess {
  private let process = Process()

  init(_ service: LiveService, id: String) throws {
    process.executableURL = LiveService.staircase
    process.arguments = [
      "worker", "--server", service.url.absoluteString, "--id", id, "--threads", "1",
    ]
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
  }

  var isRunning: Bool { process.isRunning }

  /// The signal that ended it; nil if it ended by itself.
  var endedBySignal: Int32? {
    process.terminationReason == .uncaughtSignal ? process.terminationStatus : nil
  }

  func signal(_ number: Int32) {
    kill(process.processIdentifier, number)
  }

  /// Tells it to end, which it does after its present step.
  func stop() {
    guard process.isRunning else { return }
    signal(SIGCONT)
    process.terminate()
  }

  /// Returns once it has ended, without blocking a thread of tasks.
  func end() async {
    await withCheckedContinuation { ended in
      process.terminationHandler = { _ in ended.resume() }
      stop()
    }
  }
}
