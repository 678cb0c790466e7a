import Experiments
import Foundation
import HTTPTypes

extension Operation {
  static func recordings(_ book: SchemaBook) -> [Operation] {
    let here = Refusal.notFound("run")
    let epoch = Date(timeIntervalSince1970: 0)
    let batch = book.reference("MetricBatch", "Points to log.") { MetricBatch($0, now: epoch) }
    let csv = Answer.text("text/csv; charset=utf-8; header=present", "A row a point.").content
    let lines = Answer.text("application/x-ndjson", "A line a point.").content
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
          nothing.
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
            "By quantizer, in the order of the network, and step.")
        ],
        refusals: [here]),
    ]
  }

  static func artifacts(_ book: SchemaBook) -> [Operation] {
    let here = Refusal.notFound("run or artifact")
    let artifact = book.reference(Artifact.self)
    let binary: [String: JSONValue] = ["*/*": [:]]
    return [
      Operation(
        method: .get, path: .run("/artifacts"), id: "listArtifacts", tag: .artifacts,
        summary: "List a run's artifacts",
        parameters: QueryReader.parameters(QueryReader.wholeList),
        answers: [.json(book.reference(Page<Artifact>.self), "All of them, by path.")],
        refusals: [.notFound("run")]),
      Operation(
        method: .get, path: .artifact, id: "readArtifact",
        tag: .artifacts, summary: "Read an artifact",
        detail: "`Range` and preconditions work as RFC 9110 says.",
        answers: [
          Answer(
            about: "Its content.", content: binary,
            headers: ["ETag": Answer.header("The content's SHA-256.")]),
          Answer(status: 206, about: "The range that was asked for.", content: binary),
          Answer(status: 304, about: "It has not changed."),
        ],
        refusals: [
          here, Refusal(status: 410, about: "Its file is gone from the disk of the service."),
          .otherVersion, Refusal(status: 416, about: "The range is beyond its end."),
        ]),
      Operation(
        method: .put, path: .artifact, id: "storeArtifact",
        tag: .artifacts, summary: "Store an artifact",
        detail: """
          Of any size: it goes to disk as it comes. It replaces what had its path; with \
          `If-None-Match: *` it does not, and with `If-Match` only that version.
          """,
        parameters: [
          header(
            "Staircase-Lease", "A job's own run takes artifacts only from the lease's holder.",
            ["type": "string"])
        ],
        body: Body(content: ["application/octet-stream": [:]], isRequired: false),
        answers: [
          .json(artifact, "What is stored in place of another."),
          .json(artifact, "What is stored.", status: 201),
        ],
        refusals: [
          here, .conflict("The lease of the run's job is not this one."), .otherVersion,
          .invalid("The path cannot name an artifact."),
          Refusal(status: 507, about: "The disk of the service is full."),
        ]),
      Operation(
        method: .delete, path: .artifact, id: "deleteArtifact",
        tag: .artifacts, summary: "Delete an artifact",
        detail: "With `If-Match`, only that version.", answers: [.nothing("It is gone.")],
        refusals: [here, .conflict("A job that has not ended makes the run."), .otherVersion]),
    ]
  }
}
