import ArgumentParser
import Client
import Experiments
import Foundation

struct Submit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Submits a training job.",
    discussion: "Exits with 0 if the job was accepted and, with --watch, succeeded; else with 1.")

  @Argument(help: "A file with the job's spec as JSON; - for standard input.")
  var file: String

  @Flag(help: "Follow the job to its end.")
  var watch = false

  @OptionGroup var options: ServerOptions

  func run() async throws {
    let client = try options.client()
    let job = try await client.submit(json: SpecFile.read(file))
    Terminal.print("job \(job.id)  run \(job.runId)  \(job.state.rawValue)")
    if watch {
      let ended = try await JobWatcher(client: client).watch(job.id)
      if ended.state != .succeeded { throw ExitCode.failure }
    }
  }
}
