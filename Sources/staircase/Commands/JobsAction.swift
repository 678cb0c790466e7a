import ArgumentParser
import Client
import Experiments

/// What `cancel` and `retry` do: the same to each of some jobs.
enum JobsAction {
  /// Goes on after a job to which it cannot be done, and ends with exit code 1 then.
  static func perform(
    on names: [String], _ output: OutputOptions,
    _ action: (ServiceClient, String) async throws -> Job
  ) async throws {
    let client = try output.client()
    var refused = false
    for name in names {
      do {
        try await output.print(action(client, client.jobID(name)), JobText.line)
      } catch  where names.count > 1 && isOfOne(error) {
        let failure = CommandFailure(error, json: output.json)
        if let message = failure?.message { Terminal.printError(message) }
        refused = true
      }
    }
    if refused { throw ExitCode.failure }
  }

  /// Whether it is about one job, so that another may fare better.
  private static func isOfOne(_ error: any Error) -> Bool {
    error is CommandError || [404, 409].contains((error as? ClientError)?.status)
  }
}
