package import Experiments
import Foundation

extension ServiceClient {
  /// Waits for a job, at most `waitSeconds` of the request; nil if there was none. A job that
  /// cannot be read is given back, which costs it no attempt, and the error is thrown.
  package func claim(_ request: ClaimRequest) async throws -> Lease? {
    var endpoint = Endpoint.post(
      "workers", "claim", body: try JSONCoding.encoder().encode(request))
    endpoint.timeout = TimeInterval(request.waitSeconds) + Self.patience
    let (data, status) = try await exchange(endpoint)
    if status == 204 { return nil }
    do {
      return try decode(data, status: status, as: Lease.self)
    } catch {
      try? await giveBack(data)
      throw error
    }
  }

  /// Gives back a lease by the little that every version says alike: a newer service may know
  /// fields of a job that this worker does not.
  private func giveBack(_ lease: Data) async throws {
    struct Named: Decodable {
      var id: String
    }
    struct Held: Decodable {
      var job: Named
      var token: String
    }
    let held = try JSONCoding.decoder().decode(Held.self, from: lease)
    try await complete(
      job: held.job.id,
      Completion(
        lease: held.token, outcome: .canceled,
        reason: "the worker is of another version than the service, and cannot read the job"))
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
