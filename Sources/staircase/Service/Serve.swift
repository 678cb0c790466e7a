import API
import ArgumentParser
import Foundation
import Jobs
import Logging

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs the service: HTTP, the store, and worker processes that train.",
    discussion: "Ends on SIGTERM, SIGHUP or Ctrl-C; jobs go on from a checkpoint the next time.")

  // Groups without a title are shown last.
  @OptionGroup(title: "Service") var options: ServeOptions
  @OptionGroup(title: "Log") var log: LogOptions
  @OptionGroup(title: "Limits") var limits: LimitOptions

  func run() async throws {
    var configuration = try ServiceHost.configuration(
      host: options.host, port: options.port,
      data: URL(filePath: options.data, directoryHint: .isDirectory), workers: options.workers)
    configuration.names = options.name
    configuration.queue.leaseSeconds = options.leaseSeconds
    configuration.isBehindProxy = options.behindProxy
    configuration.limits = limits.limits
    // Before there are workers, which a signal must not leave behind.
    let stop = StopSignal()
    let service = try ServiceHost.start(
      configuration, workers: options.workers, logger: log.logger("staircase"))
    // It serves also where nobody reads that, or the disk of a file for it is full.
    try? Terminal.print("Staircase is at \(service.url.absoluteString)")
    await stop.received()
    try await service.stop(within: .seconds(limits.drainSeconds))
  }
}
