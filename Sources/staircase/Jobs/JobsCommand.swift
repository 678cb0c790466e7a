import ArgumentParser
import Client
import Experiments

struct JobsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "jobs", abstract: "Lists jobs, the newest first.",
    discussion: "`staircase jobs ID` shows one job, with its attempts.")

  @Argument(help: "Show this job alone: its id, the beginning of it, or that of its run.")
  var id: String?

  @Option(help: "Only jobs in this state, such as running.")
  var state: JobState?

  @OptionGroup var list: ListOptions
  @OptionGroup var output: OutputOptions

  func validate() throws { try list.check(id: id, isNarrowed: state != nil) }

  func run() async throws {
    let client = try output.client()
    if let id {
      let job = try await client.job(client.jobID(id))
      let workers = job.queuePosition == nil ? [] : try await client.workers()
      return try output.print(job) { JobText.details($0, workers: workers) }
    }
    let study = try await list.studyID(client)
    let page = try await list.length.read { limit, cursor in
      try await client.jobs(
        state: state, experiment: list.experiment, study: study, limit: limit, cursor: cursor)
    }
    if page.items.isEmpty { try await list.checkNames(client) }
    try output.print(page) { JobText.table($0.items) }
    if !output.json { list.length.tellOfMore(page) }
  }
}

extension JobState: ExpressibleByArgument {}
