import ArgumentParser

@main
struct Staircase: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "staircase",
    abstract: "An experiment-tracking service for low-precision training (LSQ).",
    discussion: CommandFailure.codes,
    subcommands: [
      Serve.self, WorkerProcessCommand.self, Demo.self, Train.self, Submit.self,
      JobsCommand.self, RunsCommand.self, Logs.self, Cancel.self, Retry.self, Compare.self,
      Export.self, StudyCommand.self, ConfigCommand.self, TokenCommand.self, Backup.self,
      Check.self, Purge.self,
      Bench.self,
    ])

  /// Runs a command, and ends with the exit code that its error has.
  static func main() async {
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      guard let failure = CommandFailure(error) else { exit(withError: error) }
      Terminal.printError("Error: \(failure.message)")
      exit(withError: failure.code)
    }
  }
}
