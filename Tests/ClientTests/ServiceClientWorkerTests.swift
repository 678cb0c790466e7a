import Client
import Experiments
import Foundation
import HTTP
import HTTPTypes
import Testing

struct ServiceClientWorkerTests {
  @Test("A job of a newer service is given back, as this version cannot read it")
  func newerService() async throws {
    let server = try StrangeServer { request in
      let lease = #"{"job": {"id": "j1", "spec": {"novelty": 1}}, "token": "t1", "attempt": 1}"#
      return request.path.hasSuffix("/claim")
        ? Response(type: "application/json", bytes: Array(lease.utf8))
        : Response(status: .noContent)
    }
    await #expect(throws: ClientError.self) {
      try await server.client.claim(
        ClaimRequest(workerId: "w", host: "h", pid: 1, threads: 1, waitSeconds: 0))
    }
    #expect(
      server.requests.map(\.path) == ["/api/v1/workers/claim", "/api/v1/jobs/j1/complete"])
    let last = try #require(server.requests.last)
    let completion = try Completion(json: Data(last.body))
    #expect(completion.lease == "t1" && completion.outcome == .canceled)
    await server.stop()
  }
}
