package import Experiments
package import Foundation

extension ServiceClient {
  /// Submits a spec as its author wrote it, so that errors point into that text. The same key
  /// again returns the job of the first time.
  package func submit(json: Data, idempotencyKey: String? = nil) async throws -> Job {
    var endpoint = Endpoint.post("jobs", body: json)
    if let idempotencyKey { endpoint.headers["Idempotency-Key"] = idempotencyKey }
    return try await send(endpoint)
  }

  package func submit(_ spec: JobSpec, idempotencyKey: String? = nil) async throws -> Job {
    let json = try JSONCoding.encoder().encode(spec)
    return try await submit(json: json, idempotencyKey: idempotencyKey)
  }

  package func job(_ id: String) async throws -> Job {
    try await send(.get("jobs", id))
  }

  /// One page of jobs, the newest first.
  package func jobs(
    state: JobState? = nil, experiment: String? = nil, study: String? = nil, limit: Int? = nil,
    cursor: String? = nil
  ) async throws -> Page<Job> {
    try await send(
      .get(
        "jobs",
        query: [
          ("state", state?.rawValue), ("experiment", experiment), ("study", study),
          ("limit", limit.map(String.init)), ("cursor", cursor),
        ]))
  }

  package func change(job id: String, _ change: JobPatch) async throws -> Job {
    let body = try JSONCoding.encoder().encode(change)
    return try await send(Endpoint(method: "PATCH", path: ["jobs", id], body: body))
  }

  package func cancel(job id: String) async throws -> Job {
    try await send(.post("jobs", id, "cancel"))
  }

  package func retry(job id: String) async throws -> Job {
    try await send(.post("jobs", id, "retry"))
  }

  /// The log of a job so far.
  package func log(job id: String) async throws -> String {
    let (data, _) = try await exchange(.get("jobs", id, "log"))
    return String(decoding: data, as: UTF8.self)
  }

  /// The lines of a job's log so far.
  package func logLines(job id: String) async throws -> [String] {
    var splitter = LineSplitter()
    let (data, _) = try await exchange(.get("jobs", id, "log"))
    return splitter.receive(data) + (splitter.rest.map { [$0] } ?? [])
  }

  /// The lines of a job's log, those to come included, until the job has ended.
  package func followLog(job id: String) -> AsyncThrowingStream<String, any Error> {
    let endpoint = Endpoint.get("jobs", id, "log", query: [("follow", "true")])
    return lines(endpoint)
  }

  /// The queue as a whole.
  package func queue() async throws -> QueueStatus {
    try await send(.get("queue"))
  }

  /// Workers of a paused queue are given no more jobs; those that run go on.
  package func setQueue(paused: Bool) async throws -> QueueStatus {
    try await send(.post("queue", paused ? "pause" : "resume"))
  }
}
