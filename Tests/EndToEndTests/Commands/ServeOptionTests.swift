import Client
import Experiments
import Foundation
import Testing

/// What `staircase serve` is told of names and limits, as clients meet it.
@Suite(.timeLimit(.minutes(5)))
struct ServeOptionTests {
  private static func long(_ count: Int) -> String { String(repeating: "x", count: count) }

  @Test("A service answers to its names, and holds clients to the limits that it was given")
  func namesAndLimits() async throws {
    let service = try await LiveService.start(
      workers: 0,
      [
        "--name", "box", "--max-request-line", "200", "--max-header-bytes", "2000",
        "--max-header-fields", "20", "--max-body", "100", "--max-upload", "200",
      ])
    defer { service.end() }
    let port = try #require(service.url.port)
    func status(
      _ line: String, host: String = "localhost", _ fields: [String] = [], body: String = ""
    ) throws -> String {
      let connection = try RawConnection(port: port)
      let head = ["\(line) HTTP/1.1", "Host: \(host)", "Connection: close"] + fields
      let length = body.isEmpty ? [] : ["Content-Length: \(body.utf8.count)"]
      try connection.send((head + length + ["", body]).joined(separator: "\r\n"))
      let answer = String(decoding: try connection.rest(), as: UTF8.self)
      return String(answer.dropFirst("HTTP/1.1 ".count).prefix(3))
    }
    #expect(try status("GET /healthz") == "200")
    #expect(try status("GET /healthz", host: "box") == "200")
    #expect(try status("GET /healthz", host: "other") == "421")
    #expect(try status("GET /\(Self.long(150))") == "404")
    #expect(try status("GET /\(Self.long(200))") == "414")
    #expect(try status("GET /healthz", ["A: \(Self.long(1900))"]) == "200")
    #expect(try status("GET /healthz", ["A: \(Self.long(2000))"]) == "431")
    // Beside Host and Connection.
    #expect(try status("GET /healthz", Array(repeating: "A: 1", count: 18)) == "200")
    #expect(try status("GET /healthz", Array(repeating: "A: 1", count: 19)) == "431")
    let run = try await service.client.createRun(RunRequest(name: "r"))
    let name = "{\"name\": \"\(Self.long(80))\"}"
    #expect(try status("PATCH /api/v1/runs/\(run.id)", body: name) == "200")
    #expect(try status("PATCH /api/v1/runs/\(run.id)", body: "\(name)          ") == "413")
    let artifact = "PUT /api/v1/runs/\(run.id)/artifacts/a"
    #expect(try status(artifact, body: Self.long(200)) == "201")
    #expect(try status(artifact, body: Self.long(201)) == "413")
  }
}
