import ArgumentParser
import Client
import Experiments

struct RunsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "Lists runs, the newest first.")

  @Option(help: "Only runs of the experiment of this name.")
  var experiment: String?

  @Option(help: "At most so many.")
  var limit = 20

  @Flag(help: "Print what the service answers, as JSON.")
  var json = false

  @OptionGroup var options: ServerOptions

  func run() async throws {
    let page = try await options.client().runs(experiment: experiment, limit: limit)
    if json { return try Terminal.print(JSONText.pretty(page)) }
    var table = TextTable([
      ("RUN", .left), ("NAME", .left), ("EXPERIMENT", .left), ("STATUS", .left),
      ("TEST ACCURACY", .right), ("TRAIN LOSS", .right),
    ])
    for run in page.items {
      table.append([
        run.id, run.name, run.experiment, run.status.rawValue,
        run.latest["testAccuracy"].map { Format.percent($0.value) } ?? "",
        run.latest["trainLoss"].map { Format.decimals($0.value, 4) } ?? "",
      ])
    }
    Terminal.print(table.rendered())
  }
}
