import ArgumentParser
import Client
import Experiments

struct RunsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "Lists runs, the newest first.",
    discussion: """
      `staircase runs ID` shows one run, with its parameters, latest metrics and tags. The filter is \
      MLflow's, as in "metrics.testAccuracy > 0.9 AND params.model.name = 'resnet8'"; so is --sort, \
      as in "metrics.testAccuracy DESC". What either names is shown in a column.
      """)

  @Argument(help: "Show this run alone: its id, the beginning of it, or that of its job.")
  var id: String?

  @Option(help: "Only runs for which these comparisons hold.")
  var filter: String?

  @Option(help: "What to sort by.")
  var sort: String?

  @Flag(help: "Only deleted runs, which `staircase delete --undo` brings back.")
  var deleted = false

  @OptionGroup var list: ListOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    try list.check(id: id, isNarrowed: filter != nil || sort != nil || deleted)
    // The service would name its own parameter.
    if let sort {
      do {
        _ = try RunOrder(sort)
      } catch {
        throw ValidationError("--sort: \(error)")
      }
    }
  }

  func run() async throws {
    let client = try output.client()
    if let id { return try await output.print(client.run(named: id), RunText.details) }
    let study = try await list.studyID(client)
    let page = try await list.length.read { limit, cursor in
      try await client.runs(
        experiment: list.experiment, study: study, filter: filter, orderBy: sort,
        isDeleted: deleted, limit: limit, cursor: cursor)
    }
    if page.items.isEmpty { try await list.checkNames(client) }
    try output.print(page) { RunText.table($0.items, fields: fields) }
    if !output.json { list.length.tellOfMore(page) }
  }

  /// The fields that the filter and the order name, each once.
  private var fields: [RunField] {
    let search = filter.flatMap { try? RunSearch($0) }
    let order = sort.flatMap { try? RunOrder($0) } ?? search?.order ?? RunOrder()
    let named = order.terms.map(\.field) + (search?.filter.comparisons.map(\.field) ?? [])
    return named.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
