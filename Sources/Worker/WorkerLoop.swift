import Client
import Experiments
import Foundation
import Glibc
package import Logging
import Synchronization

/// A worker's life: claim a job, run it, finish it, and again.
package final class WorkerLoop: Sendable {
  private struct State {
    var isStopping = false
    /// The job at hand.
    var control: JobControl?
    /// The question for a job, while it waits.
    var claim: Task<Lease?, any Error>?
  }

  /// A worker whose supervisor is gone works on so long, then gives its job back to the workers of
  /// the service that followed; without one, it ends.
  private static let orphanPatience = Duration.seconds(600)

  /// Between claims of a worker whose disk keeps it from every job, at most.
  private static let unfitPause = Duration.seconds(60)

  private let configuration: WorkerConfiguration
  private let client: ServiceClient
  private let logger: Logger
  private let state = Mutex(State())

  package init(_ configuration: WorkerConfiguration, logger: Logger) {
    self.configuration = configuration
    self.logger = logger
    client = ServiceClient(server: configuration.server, token: configuration.token)
  }

  /// Works until `stop()`, or one job with `once`. Throws what the service says if it refuses this
  /// worker, and `WorkerError.disk` if it has no place for the files of jobs; a service that is
  /// away is waited for.
  package func run() async throws {
    let folder = try WorkFolder(configuration.workFolder)
    logger.info("worker \(configuration.id) asks \(configuration.server.absoluteString) for jobs")
    let watch = Task { try await endAsOrphan() }
    defer {
      watch.cancel()
      folder.remove()
    }
    var backoff = Backoff(first: .seconds(2), limit: Self.unfitPause)
    var pause = Duration.zero
    while !isStopping, !isOrphan {
      let lease = try await claim(after: pause)
      pause = .zero
      if let lease {
        switch await run(lease) {
        case .next: backoff.reset()
        case .unfit: pause = backoff.next()
        case .drained: return
        }
      }
      if configuration.once { return }
    }
  }

  /// Ends the worker: the job at hand stops after its present step, keeps a checkpoint, and is
  /// given back.
  package func stop() {
    let (control, claim) = state.withLock { state in
      state.isStopping = true
      return (state.control, state.claim)
    }
    control?.stop(.shutdown)
    claim?.cancel()
  }

  /// Whether whoever started this worker is gone. The service that follows starts its own workers.
  private var isOrphan: Bool {
    configuration.supervisor.map { getppid() != $0 } ?? false
  }

  private func endAsOrphan() async throws {
    guard configuration.supervisor != nil else { return }
    while !isOrphan { try await Task.sleep(for: .seconds(5)) }
    try await Task.sleep(for: Self.orphanPatience)
    stop()
  }

  private var isStopping: Bool { state.withLock { $0.isStopping } }

  private enum Turn {
    case next
    /// The disk of this machine kept the job from its beginning, and would keep the next one.
    case unfit
    /// The service wants this worker to end, and nobody would start another in its place.
    case drained
  }

  private func run(_ lease: Lease) async -> Turn {
    let control = JobControl()
    let isStopping = state.withLock { state in
      state.control = control
      return state.isStopping
    }
    if isStopping { control.stop(.shutdown) }
    let service = LeaseClient(client: client, lease: lease, control: control, logger: logger)
    await JobRunner(service: service, configuration: configuration).run()
    state.withLock { $0.control = nil }
    guard control.isDrained, configuration.supervisor == nil else {
      return control.isUnfit ? .unfit : .next
    }
    logger.notice("worker \(configuration.id) was drained: it ends")
    return .drained
  }

  /// Waits for a job; nil if there is none for now, or if the worker is to end.
  private func claim(after pause: Duration) async throws -> Lease? {
    let claim = Task {
      if pause > .zero { try await Task.sleep(for: pause) }
      return try await askForJob()
    }
    state.withLock { $0.claim = claim }
    if isStopping { claim.cancel() }
    do {
      return try await claim.value
    } catch is CancellationError {
      return nil
    }
  }

  private func askForJob() async throws -> Lease? {
    let request = ClaimRequest(
      workerId: configuration.id, host: configuration.host,
      pid: Int(ProcessInfo.processInfo.processIdentifier), threads: configuration.threads,
      memoryBytes: configuration.memoryBytes, instructionSet: configuration.instructionSet,
      waitSeconds: configuration.once ? 0 : configuration.waitSeconds)
    var backoff = Backoff()
    var isAway = false
    while !isOrphan {
      do {
        return try await client.claim(request)
      } catch let error as ClientError where error.isTransient {
        if !isAway { logger.warning("\(error.line)") }
        isAway = true
        try await Task.sleep(for: backoff.next())
      }
    }
    return nil
  }
}
