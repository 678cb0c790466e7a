import ArgumentParser
import Client

struct Retry: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Puts jobs that did not succeed back in the queue.")

  @Argument(help: "The jobs' ids, the beginnings of them, or those of their runs.")
  var ids: [String]

  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await EachOf.perform(on: ids, output, JobText.line) {
      try await $0.retry(job: $0.jobID($1))
    }
  }
}
