import Client
import Experiments
import Foundation

/// Follows a job on the terminal until it has ended.
struct JobWatcher {
  let client: ServiceClient

  /// Shows progress as the service tells it, and returns the job in its final state. A lost
  /// connection is taken up again.
  func watch(_ id: String) async throws -> Job {
    while true {
      do {
        if let job = try await followEvents(id) { return finish(job) }
      } catch let error as ClientError where error.isTransient {
        // The service may be restarting; its state is asked for again below.
      }
      try await Task.sleep(for: .seconds(1))
      if let job = try? await client.job(id), job.state.isFinal { return finish(job) }
    }
  }

  /// nil if the stream ended before the job did.
  private func followEvents(_ id: String) async throws -> Job? {
    let events = client.events()
    // The job may have ended before the stream began; from here on nothing is missed.
    let job = try await client.job(id)
    show(job)
    if job.state.isFinal { return job }
    for try await message in events {
      guard case .job(let job)? = try message.event(), job.id == id else { continue }
      show(job)
      if job.state.isFinal { return job }
    }
    return nil
  }

  private func show(_ job: Job) {
    if Terminal.isInteractive { Terminal.replaceLine(ProgressLine.text(job)) }
  }

  private func finish(_ job: Job) -> Job {
    if Terminal.isInteractive { Terminal.replaceLine("") }
    Terminal.print("\(job.name): \(job.state.rawValue)" + (job.reason.map { " (\($0))" } ?? ""))
    return job
  }
}
