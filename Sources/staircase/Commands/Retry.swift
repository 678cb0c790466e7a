import ArgumentParser
import Client
import Experiments

struct Retry: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Puts jobs that did not succeed back in the queue.")

  @Argument(help: "The jobs' ids.")
  var ids: [String]

  @OptionGroup var output: OutputOptions

  func run() async throws {
    let client = try output.client()
    for id in ids { try output.print(await client.retry(job: id), JobText.line) }
  }
}
