import ArgumentParser
import Client
import Experiments
import Foundation

struct JobsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "jobs", abstract: "Lists jobs, the newest first.")

  @Option(help: "Only jobs in this state, such as running.")
  var state: JobState?

  @Option(help: "At most so many.")
  var limit = 20

  @Flag(help: "Print what the service answers, as JSON.")
  var json = false

  @OptionGroup var options: ServerOptions

  func run() async throws {
    let page = try await options.client().jobs(state: state, limit: limit)
    if json { return try Terminal.print(JSONText.pretty(page)) }
    var table = TextTable([
      ("JOB", .left), ("NAME", .left), ("STATE", .left), ("DONE", .right), ("IMAGES/S", .right),
      ("LEFT", .right),
    ])
    for job in page.items {
      let progress = job.progress
      table.append([
        job.id, job.name, job.state.rawValue,
        progress.map { Format.percent(Double($0.step) / Double(max(1, $0.steps)), digits: 0) }
          ?? "",
        progress.map { Format.grouped(Int($0.imagesPerSecond)) } ?? "",
        job.state == .running ? progress?.etaSeconds.map(Format.duration) ?? "" : "",
      ])
    }
    Terminal.print(table.rendered())
  }
}

extension JobState: ExpressibleByArgument {}
