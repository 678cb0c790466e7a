import ArgumentParser
import Client
import Experiments

struct QueueCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "queue",
    abstract: "Shows how many jobs are in each state, or pauses and resumes the queue.")

  enum Action: String, CaseIterable, ExpressibleByArgument {
    case show, pause, resume
  }

  @Argument(help: "show; pause: workers are given no more jobs, those that run go on; or resume.")
  var action = Action.show

  @OptionGroup var output: OutputOptions

  func run() async throws {
    let client = try output.client()
    let status =
      switch action {
      case .show: try await client.queue()
      case .pause: try await client.setQueue(paused: true)
      case .resume: try await client.setQueue(paused: false)
      }
    try output.print(status) { status in
      var table = TextTable([("STATE", .left), ("JOBS", .right)])
      for state in JobState.allCases {
        table.append([state.rawValue, Format.grouped(status.jobs[state.rawValue] ?? 0)])
      }
      return "\(status.paused ? "paused" : "not paused")\n\n\(table.rendered())"
    }
  }
}
