import ArgumentParser
import Client
import Experiments

struct Cancel: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Cancels jobs.",
    discussion: "A queued job is canceled at once, a running one after its present step.")

  @Argument(help: "The jobs' ids.")
  var ids: [String]

  @OptionGroup var output: OutputOptions

  func run() async throws {
    let client = try output.client()
    for id in ids { try output.print(await client.cancel(job: id), JobText.line) }
  }
}
