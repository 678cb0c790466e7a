import Experiments
import Foundation
import HTTPTypes

extension Operation {
  static func recordings(_ book: SchemaBook) -> [Operation] {
    let here = Refusal.notFound("run")
    let epoch = Date(timeIntervalSince1970: 0)
    let batch = book.reference("MetricBatch", "Points to log.") { MetricBatch($0, now: epoch) }
    let csv = Answer.text(MetricText.csv.contentType, "A row a point.").content
    let lines = Answer.text(MetricText.ndjson.contentType, "A line a point.").content
    let json: [String: JSONValue] = [
      "application/json": ["schema": book.reference(MetricsAnswer.self)]
    ]
    return [
      Operation(
        method: .post, path: .run("/metrics"), id: "logMetrics", tag: .recordings,
        summary: "Log points",
        detail: """
          All points or none. As `application/x-ndjson`, one point a line; the pointer of an error \
          then begins with the number of its line, from 0. A point that is there already changes \
          nothing, so that a batch may be sent again if its points have a `time`: without one they \
          are of now, and others.
          """,
        body: Body(content: [
          "application/json": Body.media(
            batch, ["one": ["metrics": [["key": "trainLoss", "step": 10, "value": 0.41]]]]),
          "application/x-ndjson": ["schema": ["type": "string"]],
        ]),
        answers: [.nothing("They are on disk.")],
        refusals: [
          here, .conflict("A job makes this run."),
          .invalid("Points are wrong; each that is, is named."),
        ]),
      Operation(
        method: .get, path: .run("/metrics"), id: "showMetrics", tag: .recordings,
        summary: "Read metrics",
        detail: "JSON for drawing, thinned out; CSV or NDJSON, where `Accept` asks for it, whole.",
        parameters: QueryReader.parameters(MetricRoutes.drawing),
        answers: [
          Answer(
            about: "Series, or every point.",
            content: json.merging(csv) { a, _ in a }.merging(lines) { a, _ in a })
        ],
        refusals: [here]),
      Operation(
        method: .get, path: .run("/metrics.csv"), id: "showMetricsAsCSV",
        tag: .recordings, summary: "Read every point as CSV",
        parameters: QueryReader.parameters(MetricRoutes.choice),
        answers: [Answer(about: "Rows of key, step, value, time.", content: csv)],
        refusals: [here]),
      Operation(
        method: .get, path: .run("/metrics.ndjson"), id: "showMetricsAsNDJSON",
        tag: .recordings, summary: "Read every point as NDJSON",
        parameters: QueryReader.parameters(MetricRoutes.choice),
        answers: [Answer(about: "A point a line.", content: lines)], refusals: [here]),
      Operation(
        method: .post, path: .run("/quantizers"), id: "logQuantizers", tag: .recordings,
        summary: "Log step sizes and histograms",
        detail: """
          For programs that quantize on their own: all of it or nothing. A quantizer comes before \
          its points, or with them. Of a point only `stepSize` is needed. What is there already \
          stays as it is.
          """,
        body: .json(
          book.reference(
            "QuantizerBatch", "What a program recorded of its quantizers.", QuantizerBatch.init(_:)),
          examples: ["one": quantizers]),
        answers: [.nothing("It is on disk.")],
        refusals: [
          here, .conflict("A job makes this run."),
          .invalid("Fields are wrong, or points name a quantizer that was not given."),
        ]),
      Operation(
        method: .get, path: .run("/quantizers"), id: "listQuantizers",
        tag: .recordings, summary: "List the quantizers of a run's network",
        parameters: QueryReader.parameters(QueryReader.wholeList),
        answers: [.json(book.reference(Page<Quantizer>.self), "All of them, from the input on.")],
        refusals: [here]),
      Operation(
        method: .get, path: .run("/step-sizes"), id: "showStepSizes",
        tag: .recordings, summary: "Read the trajectories of step sizes",
        parameters: QueryReader.parameters(QuantizerRoutes.drawing),
        answers: [.json(book.reference(StepSizesAnswer.self), "One a quantizer.")],
        refusals: [here]),
      Operation(
        method: .get, path: .run("/histograms"), id: "listHistograms",
        tag: .recordings, summary: "Read histograms of what quantizers see",
        parameters: QueryReader.parameters(QuantizerRoutes.place),
        answers: [
          .page(
            book.reference(Page<Histogram>.self),
            """
            By quantizer, in the order of the network, and step. A page of many counts has fewer \
            than `limit`.
            """)
        ],
        refusals: [here]),
    ]
  }

  private static let quantizers: JSONValue = [
    "quantizers": [
      [
        "id": "conv1.weight", "layer": "conv1", "kind": "weight", "bits": 2, "signed": true,
        "count": 432, "shape": [16, 3, 3, 3], "position": 0,
      ]
    ],
    "stepPoints": [["quantizer": "conv1.weight", "step": 10, "stepSize": 0.12]],
  ]
}
