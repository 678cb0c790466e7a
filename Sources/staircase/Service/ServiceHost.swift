import API
import Dispatch
import Foundation
import Jobs
import Logging
import Store
import Tensors

/// The service with the worker processes that it looks after: what `serve` and `demo` run.
final class ServiceHost: Sendable {
  let service: Service
  private let supervisor: WorkerSupervisor

  var url: URL { service.url }

  /// What a service is told that has the program's own files, and that many workers beside it.
  static func configuration(
    host: String = "127.0.0.1", port: UInt16, data: URL, workers: Int
  ) throws -> ServiceConfiguration {
    ServiceConfiguration(
      host: host, port: port, data: data, resources: try InstallationFolders.find().resources,
      hasLocalWorkers: workers > 0)
  }

  /// Starts to serve, then starts the workers.
  ///
  /// - Parameter workers: worker processes on this machine; their threads share its cores.
  /// - Throws: `CommandError`.
  static func start(
    _ configuration: ServiceConfiguration, workers: Int, logger: Logger
  ) throws -> ServiceHost {
    do {
      let service = try Service.start(configuration, logger: logger)
      let supervisor = WorkerSupervisor(
        command: try command(of: service, data: configuration.data, workers: workers),
        count: workers, queue: service.queue, log: logger)
      supervisor.start()
      return ServiceHost(service: service, supervisor: supervisor)
    } catch {
      throw CommandError(
        starting: error, host: configuration.host, port: configuration.port,
        data: configuration.data)
    }
  }

  private static func command(of service: Service, data: URL, workers: Int) throws -> WorkerCommand
  {
    let cores = MachineCores.count
    let folder = DataFolder.workers(in: data)
    return WorkerCommand(
      executable: try InstallationFolders.find().executable.path,
      arguments: [
        "worker", "--server", service.url.absoluteString, "--id", "{id}",
        "--threads", "\(max(1, cores / max(1, workers)))",
        "--supervisor", "\(ProcessInfo.processInfo.processIdentifier)",
        "--work", folder.appending(path: "{id}.work").path,
      ],
      environment: [
        // Every user of the machine can read arguments; only the same user an environment.
        "STAIRCASE_TOKEN": service.workerSecret,
        // libgomp's threads spin while they wait for each other, which starves the very thread they
        // wait for when other programs have the cores. Read when the library is loaded, so only a
        // process' environment can say it.
        "GOMP_SPINCOUNT": "1000",
      ],
      logs: folder)
  }

  private init(service: Service, supervisor: WorkerSupervisor) {
    self.service = service
    self.supervisor = supervisor
  }

  /// Ends the workers, which give their jobs back with a checkpoint, then the service, whose
  /// requests in flight get at most `limit`.
  func stop(within limit: Duration = .seconds(10)) async throws {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async { [supervisor] in
        supervisor.stop(grace: 10)
        continuation.resume()
      }
    }
    try await service.stop(within: limit)
  }
}
