package import Experiments
import Foundation

extension ServiceClient {
  /// Waits for a job, at most `waitSeconds` of the request; nil if there was none.
  package func claim(_ request: ClaimRequest) async throws -> Lease? {
    var endpoint = Endpoint.post(
      "workers", "claim", body: try JSONCoding.encoder().encode(request))
    endpoint.timeout = TimeInterval(request.waitSeconds) + Self.patience
    let (data, status) = try await exchange(endpoint)
    return status == 204 ? nil : try decode(data, status: status)
  }

  /// Renews a lease. A refusal with status 409 means that it is lost.
  package func heartbeat(job id: String, _ heartbeat: Heartbeat) async throws -> HeartbeatAnswer {
    var endpoint = Endpoint.post(
      "jobs", id, "heartbeat", body: try JSONCoding.encoder().encode(heartbeat))
    // A heartbeat that hangs must not keep the next one from going out.
    endpoint.timeout = 10
    return try await send(endpoint)
  }

  /// Delivers records; returns once they are stored. The same batch again changes nothing.
  package func send(_ batch: RecordBatch, job id: String) async throws {
    var endpoint = Endpoint.post(
      "jobs", id, "records", body: try JSONCoding.encoder().encode(batch))
    endpoint.compress()
    try await send(endpoint)
  }

  package func complete(job id: String, _ completion: Completion) async throws {
    try await send(
      .post("jobs", id, "complete", body: JSONCoding.encoder().encode(completion)))
  }

  package func workers() async throws -> [WorkerInfo] {
    let page: Page<WorkerInfo> = try await send(.get("workers"))
    return page.items
  }
}
