import Client
import Experiments

/// Follows the log of a job to its end, whatever becomes of the service meanwhile.
struct LogReader {
  let client: ServiceClient
  let job: String

  /// Hands over every line once, in order, and returns when the job has ended.
  func follow(_ line: (String) throws -> Void) async throws {
    var patience = ServicePatience()
    var seen = 0
    while true {
      // Asked first: of a job that has ended by now, the log is whole.
      let ended = try await patience.untilAnswered { try await client.job(job).state.isFinal }
      // A new stream begins at the beginning.
      var number = 0
      do {
        for try await text in client.followLog(job: job) {
          number += 1
          guard number > seen else { continue }
          seen = number
          try line(text)
        }
        if ended { return }
      } catch let error as ClientError where error.isTransient {
        // The service ended, or the line was silent for long: the next question tells.
      }
      try await Task.sleep(for: .seconds(1))
    }
  }
}
