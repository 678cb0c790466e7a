import Client
import Experiments
import Foundation
import Jobs
import Logging
import Synchronization
import Testing

import API

/// What the service tells of itself: figures and the log.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct MonitoringTests {
  @Test("Requests are counted by route and status, and points as they are stored")
  func figures() async throws {
    let level = try SocketLevel(ServiceFixture())
    let client = ServiceClient(server: try level.url)
    let run = try #require(level.fixture.names["run"])
    let feed = level.fixture.parts.queue.events
    let point = MetricPoint(key: "loss", step: 7, value: 1, time: ServiceFixture.time)
    let before = feed.lastId
    try await client.log([point], run: run)
    // An event is replayed once all who heard it live, as the meter did, are done with it.
    let heard = AsyncStream<Void>.makeStream()
    let subscription = feed.subscribe(after: before) { _ in heard.continuation.yield() }
    for await _ in heard.stream { break }
    subscription.cancel()
    for _ in 0..<2 { _ = try await client.run(run) }
    await #expect(throws: ClientError.self) { _ = try await client.run("x") }
    let text = try await level.answer(RouteCase("GET /metrics", is: 200)).body
    let route = #"{method="GET",route="/api/v1/runs/{id}""#
    #expect(text.contains("staircase_http_requests_total\(route),status=\"200\"} 2\n"))
    #expect(text.contains("staircase_http_requests_total\(route),status=\"404\"} 1\n"))
    #expect(text.contains("staircase_http_request_duration_seconds_count\(route)} 3\n"))
    #expect(
      text.contains(#"staircase_http_request_duration_seconds_bucket"# + route + #",le="+Inf"} 3"#))
    // Those of the fixture's running job, told after its meter began, and the one above.
    #expect(text.contains("staircase_ingested_total{kind=\"metric_points\"} 4\n"))
    #expect(text.contains("staircase_ingested_total{kind=\"step_points\"} 1\n"))
    await level.stop()
  }

  @Test("Each request is a line of the log, under the id that its problem document has")
  func accessLog() async throws {
    let lines = LogLines()
    var logger = Logger(label: "test") { _ in RecordingLogHandler(lines: lines) }
    logger.logLevel = .info
    let level = try SocketLevel(ServiceFixture(), logger: logger)
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
}

/// The fields of the lines that were logged.
private final class LogLines: Sendable {
  private let lines = Mutex<[[String: String]]>([])

  var all: [[String: String]] { lines.withLock { $0 } }

  func append(_ metadata: Logger.Metadata) {
    lines.withLock { $0.append(metadata.mapValues { "\($0)" }) }
  }
}

private struct RecordingLogHandler: LogHandler {
  let lines: LogLines
  var logLevel = Logger.Level.info
  var metadata: Logger.Metadata = [:]

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) { lines.append(event.metadata ?? [:]) }
}
