import API
import ArgumentParser
import Foundation
import Jobs
import Logging

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs the service: HTTP, the store, and worker processes that train.",
    discussion: "Ends on SIGTERM or Ctrl-C; running jobs go on from a checkpoint the next time.")

  @Option(help: "Address to listen on; one that others reach needs a token: see staircase token.")
  var host = "127.0.0.1"

  @Option(help: "Port to listen on; 0 lets the system choose.")
  var port: UInt16 = 8080

  @Option(help: "Folder of the database and the artifacts; made if it is new.")
  var data = "data"

  @Option(help: "Worker processes on this machine.")
  var workers = 1

  @Option(help: "A name under which clients ask for this service; may be given several times.")
  var name: [String] = []

  @Flag(
    help: """
      Believe X-Forwarded-For, -Proto and -Host: only behind a proxy that sets all three itself.
      """)
  var behindProxy = false

  @OptionGroup(title: "Limits") var limits: LimitOptions
  @OptionGroup(title: "Log") var log: LogOptions

  @Option(help: "A worker that is silent for so long loses its job to another.")
  var leaseSeconds = 30.0

  func validate() throws {
    guard (1...3600).contains(leaseSeconds) else {
      throw ValidationError("--lease-seconds \(leaseSeconds) is not between 1 and 3600")
    }
    guard (0...256).contains(workers) else {
      throw ValidationError("--workers \(workers) is not between 0 and 256")
    }
  }

  func run() async throws {
    var configuration = try ServiceHost.configuration(
      host: host, port: port, data: URL(filePath: data, directoryHint: .isDirectory),
      workers: workers)
    configuration.names = name
    configuration.queue.leaseSeconds = leaseSeconds
    configuration.isBehindProxy = behindProxy
    configuration.limits = limits.limits
    // Before there are workers, which a signal must not leave behind.
    let stop = StopSignal()
    let service = try ServiceHost.start(
      configuration, workers: workers, logger: log.logger("staircase"))
    Terminal.print("Staircase is at \(service.url.absoluteString)")
    await stop.received()
    try await service.stop(within: .seconds(limits.drainSeconds))
  }
}
