import Client
import Experiments
import Logging

/// Calls the service on behalf of one lease, again and again while it is away.
struct LeaseClient: Sendable {
  let client: ServiceClient
  let lease: Lease
  let control: JobControl
  let logger: Logger

  /// Repeats `body` until it succeeds. Throws `LeaseLost` when the service says so or when another
  /// call found it out, and any other error that trying again cannot mend; a worker that has to end
  /// does not wait for a service that is away.
  func untilAnswered<Value: Sendable>(
    _ what: String, _ body: @Sendable (ServiceClient) async throws -> Value
  ) async throws -> Value {
    var backoff = Backoff()
    var isFirst = true
    while true {
      do {
        return try await body(client)
      } catch let error as ClientError where error.status == 409 {
        control.stop(.leaseLost)
        throw LeaseLost()
      } catch let error as ClientError where error.isTransient {
        if control.stopReason == .leaseLost { throw LeaseLost() }
        if control.mustEnd { throw error }
        if isFirst { logger.warning("\(what): \(error.line) Trying again.") }
        isFirst = false
        try await Task.sleep(for: backoff.next())
      }
    }
  }
}

/// The service has given the job to another worker, or it has ended: nothing more is taken from
/// this one.
struct LeaseLost: Error {}
