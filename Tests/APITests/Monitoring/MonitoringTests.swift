import Client
import Experiments
import Foundation
import HTTP
import HTTPTypes
import Jobs
import Logging
import Store
import TestSupport
import Testing

import API

/// What the service tells of itself: figures and the log.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct MonitoringTests {
  @Test("Requests are counted by route and status, and points as they are stored")
  func figures() async throws {
    let now = Date().timeIntervalSince1970
    let level = try SocketLevel(ServiceFixture())
    let client = ServiceClient(server: try level.url)
    let run = try #require(level.fixture.names["run"])
    let feed = level.fixture.parts.queue.events
    let point = MetricPoint(key: "loss", step: 7, value: 1, time: ServiceFixture.time)
    try await client.log([point], run: run)
    let steps = [4, 5].map {
      StepPoint(
        quantizer: "stem.weight", step: $0, stepSize: 1, gradient: 0, updateRatio: 1, mse: 0,
        clippedLow: 0, clippedHigh: 0, oscillation: 0)
    }
    let lease = try #require(level.fixture.names["lease"])
    try await client.send(
      RecordBatch(lease: lease, sequence: 1, metrics: [point], stepPoints: steps),
      job: try #require(level.fixture.names["running"]))
    ServiceFixture.settle(feed)
    for _ in 0..<2 { _ = try await client.run(run) }
    await #expect(throws: ClientError.self) { _ = try await client.run("x") }
    #expect(try await level.answer(RouteCase("GET //x", is: 400)).status == 400)
    let text = try await level.answer(RouteCase("GET /metrics", is: 200)).body
    let route = #"{method="GET",route="/api/v1/runs/{id}""#
    #expect(text.contains("staircase_http_requests_total\(route),status=\"200\"} 2\n"))
    #expect(text.contains("staircase_http_requests_total\(route),status=\"404\"} 1\n"))
    #expect(text.contains("staircase_http_request_duration_seconds_count\(route)} 3\n"))
    #expect(
      text.contains(#"staircase_http_request_duration_seconds_bucket"# + route + #",le="+Inf"} 3"#))
    #expect(text.contains("staircase_ingested_total{kind=\"metric_points\"} 2\n"))
    #expect(text.contains("staircase_ingested_total{kind=\"step_points\"} 2\n"))
    for (figure, count) in [("malformed_requests", 1), ("timeouts", 0), ("connections_refused", 0)]
    {
      #expect(text.contains("\nstaircase_http_\(figure)_total \(count)\n"))
    }
    let start = try #require(text.split(separator: "\n").last?.split(separator: " ").last)
    #expect(text.contains("\nprocess_start_time_seconds \(start)\n"))
    #expect(try #require(Double(start)) < now)
    await level.stop()
  }

  @Test("Each request is a line of the log, under the id that its problem document has")
  func accessLog() async throws {
    let lines = LogLines()
    let level = try SocketLevel(ServiceFixture(), logger: lines.logger)
    let answer = try await level.answer(RouteCase("GET /api/v1/runs/x?a=b", is: 400))
    _ = try await level.answer(RouteCase("GET /healthz", is: 200))
    await level.stop()
    let problem = try JSONCoding.decoder().decode(Problem.self, from: Data(answer.body.utf8))
    let line = try #require(lines.all.first)
    #expect(lines.all.count == 1, "health checks are not worth a line")
    #expect(line["request"] == problem.requestId)
    #expect(line["path"] == "/api/v1/runs/x")
    #expect(line["route"] == "/api/v1/runs/{id}")
    #expect(line["status"] == "\(answer.status)")
    #expect(Double(line["milliseconds"] ?? "") != nil)
  }

  @Test("A path in the log cannot be taken for another line")
  func pathsInTheLog() async throws {
    let lines = LogLines()
    let level = try SocketLevel(ServiceFixture(), logger: lines.logger)
    let path = "/api/v1/runs/%E2%80%A8%E2%80%AEx"
    _ = try await level.answer(RouteCase("GET \(path)", is: 404))
    await level.stop()
    #expect(lines.all.map { $0["path"] } == [path])
    #expect(lines.messages == ["GET \(path) 404"])
  }

  @Test("What fails in the service is one error in the log")
  func failures() async throws {
    let lines = LogLines()
    let fixture = try ServiceFixture(logger: lines.logger)
    let level = try SocketLevel(fixture, logger: lines.logger)
    try fixture.parts.store.close()
    let answer = try await level.answer(RouteCase("GET /api/v1/jobs", is: 500))
    #expect(answer.status == 500)
    await level.stop()
    #expect(lines.levels.filter { $0 >= .warning } == [.error])
  }

  @Test(
    "Only the service's own failures are errors in the log",
    arguments: [
      (.internalServerError, .error), (.serviceUnavailable, .warning), (.notImplemented, nil),
      (.httpVersionNotSupported, nil), (.conflict, nil),
    ] as [(HTTPResponse.Status, Logger.Level?)])
  func levels(_ status: HTTPResponse.Status, _ level: Logger.Level?) throws {
    let lines = LogLines()
    let problems = try ServiceFixture(logger: lines.logger).parts.problems
    _ = problems.response(to: HTTPError(status, "so"), request: nil)
    #expect(lines.levels == [level].compactMap { $0 })
  }

  @Test("What a disk refuses is in the log in the system's words")
  func fullDisk() throws {
    let lines = LogLines()
    let problems = try ServiceFixture(logger: lines.logger).parts.problems
    let error = StoreError.file(operation: "write", path: "/d", code: ENOSPC)
    #expect(problems.response(to: error, request: nil).status.code == 507)
    #expect(lines.messages == ["a request: write /d: No space left on device"])
  }
}
