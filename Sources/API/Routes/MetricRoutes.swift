import Experiments
import Foundation
import HTTP
import HTTPTypes
import Store
import Synchronization

/// Points of metrics, in and out.
struct MetricRoutes: Sendable {
  let store: Store
  let intake: RunIntake
  let clock: @Sendable () -> Date

  /// Points of one piece of a streamed answer.
  private static let pieceSize = 2000

  func log(_ request: Request, _ responder: Responder) throws {
    let batch = try Self.batch(request, now: clock())
    intake.log(request, responder) { transaction, run in
      Event.NewPoints(
        runId: run, metrics: try transaction.log(metrics: batch.metrics, run: run), stepPoints: [])
    }
  }

  private static func batch(_ request: Request, now: Date) throws -> MetricBatch {
    let data = Data(request.body)
    switch request.mediaType {
    case "application/x-ndjson", "application/ndjson", "application/jsonl":
      return try MetricBatch(ndjson: data, now: now)
    default:
      do {
        return try MetricBatch(json: data, now: now)
      } catch var error as InvalidJSON where isLines(request.body) {
        error.reason += "; points of a line each are sent as Content-Type: application/x-ndjson"
        throw error
      }
    }
  }

  /// Whether the first of several lines is JSON of its own: NDJSON under the type that curl gives.
  private static func isLines(_ body: [UInt8]) -> Bool {
    let first = body.prefix { $0 != UInt8(ascii: "\n") }
    return first.count < body.count && (try? JSONParser.parse(Array(first))) != nil
  }

  /// JSON for drawing; every point as CSV or NDJSON where `Accept` asks for that.
  func series(_ request: Request) throws -> Response {
    let id = request.pathParameters["id"]
    let (choice, maxPoints) = try QueryReader.read(request, Self.drawing)
    var response =
      switch request.preferred(of: ["application/json", "text/csv", "application/x-ndjson"]) {
      case "text/csv": try text(id, choice, .csv)
      case "application/x-ndjson": try text(id, choice, .ndjson)
      default:
        try Response(
          type: "application/json",
          bytes: MetricsAnswer(
            series: store.read(run: id) {
              try $0.metricSeries(
                run: id, keys: choice.keys, steps: choice.steps, maxPoints: maxPoints)
            }
          ).json())
      }
    response.headers[.vary] = "Accept"
    return response
  }

  typealias Choice = (keys: [String]?, steps: Range<Int>?)

  static func drawing(_ query: QueryReader) -> (Choice, maxPoints: Int) {
    (
      choice(query),
      query.maxPoints(about: "At most so many points of each series; peaks are kept.")
    )
  }

  static func choice(_ query: QueryReader) -> Choice {
    (
      query.texts("keys", separator: ",", about: "Only metrics of these names.")?.map(\.composed),
      query.steps()
    )
  }

  func csv(_ request: Request) throws -> Response {
    try text(request.pathParameters["id"], QueryReader.read(request, Self.choice), .csv)
  }

  func ndjson(_ request: Request) throws -> Response {
    try text(request.pathParameters["id"], QueryReader.read(request, Self.choice), .ndjson)
  }

  /// Every point, read and sent piece by piece.
  private func text(_ id: String, _ choice: Choice, _ format: MetricText) throws -> Response {
    let first = try points(id, choice, after: nil)
    let next = Mutex<(header: String, piece: (points: [MetricPoint], next: MetricPosition?)?)>(
      (format.header, first))
    let body = BodyStream(pulling: { [self] in
      try next.withLock { state in
        guard let piece = state.piece else { return nil }
        let text = try piece.points.reduce(into: state.header) { $0 += try format.line($1) }
        state = ("", try piece.next.map { try points(id, choice, after: $0) })
        return Array(text.utf8)
      }
    })
    return Response(headers: [.contentType: format.contentType], body: .stream(body))
  }

  private func points(
    _ run: String, _ choice: Choice, after: MetricPosition?
  ) throws -> (points: [MetricPoint], next: MetricPosition?) {
    try store.read(run: run) {
      try $0.metricPoints(
        run: run, keys: choice.keys, steps: choice.steps, after: after, limit: Self.pieceSize)
    }
  }
}
