import ArgumentParser
import Client

struct Logs: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Prints the log of a job.")

  @Argument(help: "The job's id.")
  var id: String

  @Flag(name: .shortAndLong, help: "Go on printing until the job has ended.")
  var follow = false

  @OptionGroup var options: ServerOptions

  func run() async throws {
    let client = try options.client()
    if follow {
      for try await line in client.followLog(job: id) { Terminal.print(line) }
    } else {
      Terminal.print(try await client.log(job: id))
    }
  }
}
