import Experiments
import Foundation
import HTTP
import HTTPTypes
import Jobs
import Store
import Synchronization

/// Points of metrics, in and out.
struct MetricRoutes: Sendable {
  let store: Store
  let events: EventFeed
  let clock: @Sendable () -> Date
  let problems: ProblemResponder

  /// Points of each series that a drawing gets if it does not say how many it wants.
  private static let drawn = 1000
  private static let mostDrawn = 100_000
  /// Points of one piece of a streamed answer.
  private static let pieceSize = 2000

  /// Answers after the commit, which many requests share; no thread waits for it.
  func log(_ request: Request, _ responder: Responder) {
    problems.answer(request, responder) {
      let batch = try Self.batch(request, now: clock())
      let id = request.pathParameters["id"]
      store.write(
        committed: { [events] new in
          if new.isEmpty { return }
          events.publish(.points(Event.NewPoints(runId: id, metrics: new, stepPoints: [])))
        }, { try $0.log(metrics: batch.metrics, run: id) },
        completion: { result in
          problems.answer(request, responder) {
            _ = try result.get()
            responder.respond(.noContent)
          }
        })
    }
  }

  private static func batch(_ request: Request, now: Date) throws -> MetricBatch {
    let data = Data(request.body)
    switch request.mediaType {
    case "application/x-ndjson", "application/ndjson", "application/jsonl":
      return try MetricBatch(ndjson: data, now: now)
    default:
      return try MetricBatch(json: data, now: now)
    }
  }

  /// JSON, or CSV or NDJSON where `Accept` asks for it.
  func series(_ request: Request) throws -> Response {
    let accept = request.headers[.accept] ?? ""
    if accept.contains("text/csv") { return try text(request, .csv) }
    if accept.contains("ndjson") { return try text(request, .ndjson) }
    let id = request.pathParameters["id"]
    let (keys, maxPoints) = try QueryReader.read(request) { query in
      (
        query.texts("keys", separator: ","),
        query.integer("maxPoints", in: 4...Self.mostDrawn) ?? Self.drawn
      )
    }
    let answer = MetricsAnswer(
      series: try store.read { try $0.metricSeries(run: id, keys: keys, maxPoints: maxPoints) })
    return Response(type: "application/json", bytes: try answer.json())
  }

  func csv(_ request: Request) throws -> Response { try text(request, .csv) }

  func ndjson(_ request: Request) throws -> Response { try text(request, .ndjson) }

  /// Every point, read and sent piece by piece.
  private func text(_ request: Request, _ format: MetricText) throws -> Response {
    let id = request.pathParameters["id"]
    let keys = try QueryReader.read(request) { $0.texts("keys", separator: ",") }
    let first = try points(id, keys, after: nil)
    let next = Mutex<(header: String, piece: (points: [MetricPoint], next: MetricPosition?)?)>(
      (format.header, first))
    let body = BodyStream(pulling: { [self] in
      try next.withLock { state in
        guard let piece = state.piece else { return nil }
        let text = try piece.points.reduce(into: state.header) { $0 += try format.line($1) }
        state = ("", try piece.next.map { try points(id, keys, after: $0) })
        return Array(text.utf8)
      }
    })
    return Response(headers: [.contentType: format.contentType], body: .stream(body))
  }

  private func points(
    _ run: String, _ keys: [String]?, after: MetricPosition?
  ) throws -> (points: [MetricPoint], next: MetricPosition?) {
    try store.read {
      try $0.metricPoints(run: run, keys: keys, after: after, limit: Self.pieceSize)
    }
  }
}
