import Client
import Experiments
import Foundation

/// Follows a job on the terminal until it has ended.
struct JobWatcher {
  let client: ServiceClient

  /// Shows progress and returns the job in its final state. A service that is away is waited for, a
  /// minute.
  ///
  /// - Parameter quietly: prints nothing.
  ///
  /// Asks once a second: URLSession on Linux keeps a core busy for as long as it holds an event
  /// stream open, and the cores are there to train.
  func watch(_ id: String, quietly: Bool = false) async throws -> Job {
    var patience = ServicePatience()
    while true {
      let job = try await patience.untilAnswered { try await client.job(id) }
      if job.state.isFinal { return quietly ? job : try await finish(job) }
      if Terminal.isInteractive, !quietly {
        Terminal.replaceLine(ProgressLine.text(job, columns: Terminal.columns))
      }
      try await Task.sleep(for: .seconds(1))
    }
  }

  private func finish(_ job: Job) async throws -> Job {
    if Terminal.isInteractive { Terminal.replaceLine("") }
    let accuracy = try? await client.run(job.runId).latest["testAccuracy"]?.value
    try Terminal.print(
      JobText.end(job) + (accuracy.map { ", test accuracy \(Format.percent($0, digits: 2))" } ?? "")
    )
    return job
  }
}
