import ArgumentParser
import Client
import Experiments
import Foundation

struct WorkersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "workers", abstract: "Lists the worker processes that the service hears of.")

  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await output.print(Page(items: output.client().workers())) { page in
      var table = TextTable([
        ("WORKER", .left), ("HOST", .left), ("PROCESS", .right), ("THREADS", .right),
        ("JOB", .left), ("SEEN", .right),
      ])
      for worker in page.items {
        table.append([
          worker.id, worker.host, "\(worker.pid)", "\(worker.threads)",
          worker.jobId ?? (worker.draining ? "draining" : ""), Format.age(worker.lastSeenAt),
        ])
      }
      return table.rendered()
    }
  }
}
