import ArgumentParser
import Client
import Experiments
import Foundation
import Glibc

struct Submit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Submits a training job.",
    discussion: """
      Prints the job and its run. With --watch it ends with the job, and with exit code 1 if the \
      job did not succeed. `staircase train --print-spec` shows what a spec may say.
      """)

  @Argument(
    help: "A file with the job's spec as JSON; - for standard input.",
    completion: .file(extensions: ["json"]))
  var file: String

  @Flag(help: "Follow the job to its end.")
  var watch = false

  @OptionGroup var output: OutputOptions

  func run() async throws {
    let client = try output.client()
    let job = try await client.submit(json: SpecFile.read(file))
    for line in try job.spec.fieldsWithoutEffect { Terminal.printError("warning: \(line)") }
    if watch {
      let signals = StopSignal.handle {
        Terminal.printError("\nthe job goes on; `staircase cancel \(job.id)` cancels it")
        Glibc.exit(ExitCode.interrupted.rawValue)
      }
      defer { withExtendedLifetime(signals) {} }
      if !output.json { try Terminal.print(JobText.submitted(job)) }
      let ended = try await JobWatcher(client: client).watch(job.id, quietly: output.json)
      if output.json { try Terminal.print(JSONCoding.prettyText(ended)) }
      if ended.state != .succeeded { throw ExitCode.failure }
    } else {
      try output.print(job, JobText.submitted)
    }
  }
}
