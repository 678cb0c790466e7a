import ArgumentParser
import Client
import Experiments

struct Logs: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints the log of a job.", discussion: "With --json, an object a line.")

  @Argument(help: "The job's id, the beginning of it, or that of its run.")
  var id: String

  @Flag(
    name: .shortAndLong,
    help: "Go on printing until the job has ended; a service that is away is waited for, a minute.")
  var follow = false

  @OptionGroup var output: OutputOptions

  func run() async throws {
    let client = try output.client()
    let job = try await client.jobID(id)
    if follow {
      try await LogReader(client: client, job: job).follow { try show($0[...]) }
    } else {
      for line in try await client.log(job: job).split(separator: "\n") { try show(line) }
    }
  }

  private func show(_ line: Substring) throws {
    guard output.json else {
      let text = String(line)
      return try Terminal.print(Terminal.isInteractive ? text.printable(keepsTabs: true) : text)
    }
    // A line begins with its time.
    let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    let object: JSONValue = [
      "time": .string(String(parts[0])), "text": .string(parts.count > 1 ? String(parts[1]) : ""),
    ]
    try Terminal.print(JSONCoding.text(object))
  }
}
