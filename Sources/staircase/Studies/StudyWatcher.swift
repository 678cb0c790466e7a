import Client
import Experiments

/// Follows the jobs of a study on the terminal until all have ended.
struct StudyWatcher {
  let client: ServiceClient
  /// Whether nothing but the study is printed.
  var quiet = false

  /// Returns the study with its results.
  func watch(_ study: Study) async throws -> Study {
    if !quiet { try Terminal.print("study \(study.id): \(study.jobs.values.reduce(0, +)) jobs") }
    let watcher = JobWatcher(client: client)
    for job in try await jobs(of: study) { _ = try await watcher.watch(job.id, quietly: quiet) }
    return try await client.study(study.id)
  }

  /// The jobs that the study made, the oldest first: the order in which they are trained.
  func jobs(of study: Study) async throws -> [Job] {
    var jobs: [Job] = []
    var cursor: String?
    repeat {
      let page = try await client.jobs(study: study.id, cursor: cursor)
      jobs += page.items
      cursor = page.nextCursor
    } while cursor != nil
    return jobs.reversed()
  }
}
