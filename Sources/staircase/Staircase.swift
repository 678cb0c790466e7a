import ArgumentParser

@main
struct Staircase: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "staircase",
    abstract: "An experiment-tracking service for low-precision training (LSQ).",
    subcommands: [
      Serve.self, WorkerProcessCommand.self, Demo.self, Train.self, Submit.self,
      JobsCommand.self, RunsCommand.self, Logs.self, Cancel.self, TokenCommand.self,
      Backup.self, Check.self, Purge.self, Bench.self,
    ])
}
