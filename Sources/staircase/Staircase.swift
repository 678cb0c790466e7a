import ArgumentParser

@main
struct Staircase: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "staircase",
    abstract: "An experiment-tracking service for low-precision training (LSQ).",
    discussion: CommandExit.codes,
    version: "1",
    subcommands: [
      Serve.self, WorkerProcessCommand.self, Demo.self, Train.self, Submit.self,
      JobsCommand.self, RunsCommand.self, Logs.self, Cancel.self, Retry.self, Prioritize.self,
      Compare.self, Export.self, Delete.self, StudyCommand.self, WorkersCommand.self,
      QueueCommand.self, ConfigCommand.self, TokenCommand.self, Backup.self,
      Restore.self, Check.self, Purge.self, Bench.self,
    ])

  /// Runs a command, and ends with the exit code that its error has.
  static func main() async {
    ProxyEnvironment.exemptLoopback()
    TextLogStream.install()
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      // Every command that has this flag means the same by it.
      let json = CommandLine.arguments.contains("--json")
      guard let end = CommandExit(error, json: json) else { exit(withError: error) }
      if let message = end.message { Terminal.printError(message) }
      exit(withError: end.code)
    }
  }
}
