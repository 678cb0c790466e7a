import ArgumentParser
import Client
import Experiments

struct RunsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "Lists runs, the newest first.",
    discussion: """
      `staircase runs ID` shows one run, with its parameters, latest metrics and tags. The filter is \
      MLflow's, as in "metrics.testAccuracy > 0.9 AND params.model.name = 'resnet8'"; so is --sort, \
      as in "metrics.testAccuracy DESC".
      """)

  @Argument(help: "Show this run alone: its id, the beginning of it, or that of its job.")
  var id: String?

  @Option(help: "Only runs for which these comparisons hold.")
  var filter: String?

  @Option(help: "What to sort by.")
  var sort: String?

  @OptionGroup var list: ListOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    let client = try output.client()
    if let id { return try await output.print(client.run(named: id), RunText.details) }
    let page = try await client.runs(
      experiment: list.experiment, study: list.study, filter: filter, orderBy: sort,
      limit: list.limit)
    if page.items.isEmpty { try await list.checkNames(client) }
    try output.print(page) { RunText.table($0.items) }
    if !output.json { list.tellOfMore(page) }
  }
}
