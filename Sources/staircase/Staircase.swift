import ArgumentParser

@main
struct Staircase: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "staircase",
    abstract: "An experiment-tracking service for low-precision training (LSQ).",
    subcommands: [
      Submit.self, JobsCommand.self, RunsCommand.self, Logs.self, Cancel.self,
    ])
}
