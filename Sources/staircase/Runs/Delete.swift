import ArgumentParser
import Client
import Experiments

struct Delete: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Deletes runs, or brings deleted ones back.",
    discussion: """
      A deleted run is shown no more; `staircase runs --deleted` lists those that `--undo` brings \
      back. `staircase purge` removes them for good.
      """)

  @Argument(help: "The runs' ids, the beginnings of them, or those of the jobs that made them.")
  var ids: [String]

  @Flag(help: "Bring them back.")
  var undo = false

  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await EachOf.perform(on: ids, output, line) { client, name in
      if undo { return try await client.restore(run: client.deletedRunID(name)) }
      let run = try await client.run(named: name)
      try await client.delete(run: run.id)
      return run
    }
  }

  private func line(_ run: Run) -> String {
    "\(run.id)  \(run.name): \(undo ? run.status.rawValue : "deleted")".printable()
  }
}
