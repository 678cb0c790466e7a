import ArgumentParser
import Client

struct Cancel: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Cancels jobs.",
    discussion: "A queued job is canceled at once, a running one after its present step.")

  @Argument(help: "The jobs' ids, the beginnings of them, or those of their runs.")
  var ids: [String]

  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await EachOf.perform(on: ids, output, JobText.line) {
      try await $0.cancel(job: $0.jobID($1))
    }
  }
}
