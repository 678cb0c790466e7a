import Client
import Experiments
import Foundation

/// Follows a job on the terminal until it has ended.
struct JobWatcher {
  let client: ServiceClient

  /// Shows progress and returns the job in its final state. A service that is away is waited for.
  ///
  /// - Parameter quietly: prints nothing.
  ///
  /// Asks once a second: URLSession on Linux keeps a core busy for as long as it holds an event
  /// stream open, and the cores are there to train.
  func watch(_ id: String, quietly: Bool = false) async throws -> Job {
    while true {
      do {
        let job = try await client.job(id)
        if job.state.isFinal { return quietly ? job : try finish(job) }
        if Terminal.isInteractive, !quietly {
          Terminal.replaceLine(ProgressLine.text(job, columns: Terminal.columns))
        }
      } catch let error as ClientError where error.isTransient {
        // The service may be restarting.
      }
      try await Task.sleep(for: .seconds(1))
    }
  }

  private func finish(_ job: Job) throws -> Job {
    if Terminal.isInteractive { Terminal.replaceLine("") }
    try Terminal.print("\(job.name): \(job.state.rawValue)" + (job.reason.map { " (\($0))" } ?? ""))
    return job
  }
}
