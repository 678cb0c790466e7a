import ArgumentParser
import Client
import Experiments

struct Compare: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compares runs: the parameters that differ, and the latest value of each metric.")

  @Argument(help: "The runs' ids, the beginnings of them, or those of the jobs that made them.")
  var ids: [String]

  @Flag(help: "Show parameters that are the same in all runs too.")
  var all = false

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if ids.count < 2 { throw ValidationError("name two runs or more; `staircase runs` lists them") }
  }

  func run() async throws {
    let client = try output.client()
    var runs: [Run] = []
    for id in ids { runs.append(try await client.run(named: id)) }
    try output.print(runs) { RunText.comparison($0, all: all) }
  }
}
