import API
import Dispatch
import Foundation
import Jobs
import Logging

/// The service with the worker processes that it looks after: what `serve` and `demo` run.
final class ServiceHost: Sendable {
  let service: Service
  private let supervisor: WorkerSupervisor

  var url: URL { service.url }

  /// Starts to serve, then starts the workers.
  ///
  /// - Parameters:
  ///   - data: the data folder; made if it is new.
  ///   - workers: worker processes on this machine; their threads share its cores.
  /// - Throws: `ServiceNotStarted`.
  static func start(
    host: String, port: UInt16, data: URL, workers: Int, logger: Logger
  ) throws -> ServiceHost {
    do {
      guard isLoopback(host) else { throw ServiceNotStarted.openAddress(host: host) }
      return try launch(host: host, port: port, data: data, workers: workers, logger: logger)
    } catch {
      throw ServiceNotStarted(error, host: host, port: port, data: data)
    }
  }

  private static func isLoopback(_ host: String) -> Bool {
    host == "localhost" || host == "::1" || host.hasPrefix("127.")
  }

  private static func launch(
    host: String, port: UInt16, data: URL, workers: Int, logger: Logger
  ) throws -> ServiceHost {
    let folders = try InstallationFolders.find()
    let configuration = ServiceConfiguration(
      host: host, port: port, data: data, resources: folders.resources,
      hasLocalWorkers: workers > 0)
    let service = try Service.start(configuration, logger: logger)
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let command = WorkerCommand(
      executable: folders.executable.path,
      arguments: [
        "worker", "--server", service.url.absoluteString, "--id", "{id}",
        "--threads", "\(max(1, cores / max(1, workers)))",
        "--supervisor", "\(ProcessInfo.processInfo.processIdentifier)",
      ],
      // libgomp's threads spin while they wait for each other, which starves the very thread they
      // wait for when other programs have the cores. Read when the library is loaded, so only a
      // process' environment can say it.
      environment: ["GOMP_SPINCOUNT": "1000"],
      logs: data.appending(path: "workers", directoryHint: .isDirectory))
    let supervisor = WorkerSupervisor(
      command: command, count: workers, queue: service.queue, log: logger)
    supervisor.start()
    return ServiceHost(service: service, supervisor: supervisor)
  }

  private init(service: Service, supervisor: WorkerSupervisor) {
    self.service = service
    self.supervisor = supervisor
  }

  /// Ends the workers, which give their jobs back with a checkpoint, then the service.
  func stop() async throws {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async { [supervisor] in
        supervisor.stop(grace: 10)
        continuation.resume()
      }
    }
    try await service.stop()
  }
}
