import ArgumentParser
import Client
import Experiments

struct Prioritize: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Changes the priority of jobs that wait.",
    discussion: "The highest priority is taken first, and of equals the oldest job.")

  @Argument(help: "The jobs' ids, the beginnings of them, or those of their runs.")
  var ids: [String]

  // Unconditional, as it may be negative.
  @Option(
    name: .customLong("to"), parsing: .unconditional,
    help: "From -1000 to 1000; 0 is that of a job whose spec names none.")
  var priority: Int

  @OptionGroup var output: OutputOptions

  func run() async throws {
    let change = JobPatch(priority: priority)
    try await EachOf.perform(on: ids, output, Self.line) {
      try await $0.change(job: $0.jobID($1), change)
    }
  }

  private static func line(_ job: Job) -> String {
    "\(JobText.line(job)), priority \(job.spec.priority)"
  }
}
