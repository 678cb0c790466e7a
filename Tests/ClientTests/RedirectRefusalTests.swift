import Client
import Foundation
import HTTP
import HTTPTypes
import Testing

/// A place that sends its callers elsewhere, as a login page or an old address does.
struct RedirectRefusalTests {
  private static func expectRefusal(
    _ paths: [String], _ call: (ServiceClient) async throws -> Void
  ) async throws {
    let server = try StrangeServer { _ in
      var answer = Response(status: .found, text: "elsewhere")
      answer.headers[.location] = "/elsewhere"
      return answer
    }
    do {
      try await call(server.client)
      Issue.record("a redirect is an answer")
    } catch let error as ClientError {
      #expect(error.status == 302)
      #expect(error.description.contains("a redirect to /elsewhere, which is not followed"))
    }
    #expect(server.requests.map(\.path) == paths)
    await server.stop()
  }

  @Test("A call is not sent on, and neither is the token")
  func call() async throws {
    try await Self.expectRefusal(["/api/v1/queue/pause"]) {
      _ = try await $0.setQueue(paused: true)
    }
  }

  @Test("A file is not sent on")
  func upload() async throws {
    let file = URL(filePath: #filePath)
    try await Self.expectRefusal(["/api/v1/runs/r/artifacts/a"]) {
      _ = try await $0.upload(file: file, run: "r", path: "a")
    }
  }

  @Test("A stream is not asked for elsewhere")
  func stream() async throws {
    try await Self.expectRefusal(["/healthz", "/api/v1/runs/r/metrics.csv"]) {
      for try await _ in $0.points(run: "r", format: "csv", keys: nil) {}
    }
  }
}
