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
    var time = ""
    if follow {
      try await LogReader(client: client, job: job).follow { try show($0, time: &time) }
    } else {
      for line in try await client.logLines(job: job) { try show(line, time: &time) }
    }
  }

  /// - Parameter time: when the line before was logged; an entry of several lines has it in its
  ///   first.
  private func show(_ line: String, time: inout String) throws {
    guard output.json else {
      return try Terminal.print(Terminal.isInteractive ? line.printable(keepsTabs: true) : line)
    }
    var text = line
    if let space = line.firstIndex(of: " "), Timestamp.date(from: String(line[..<space])) != nil {
      time = String(line[..<space])
      text = String(line[line.index(after: space)...])
    }
    let object: JSONValue = ["time": .string(time), "text": .string(text)]
    try Terminal.print(JSONCoding.text(object))
  }
}
