package import Experiments
package import Foundation

extension ServiceClient {
  package func run(_ id: String) async throws -> Run {
    try await send(.get("runs", id))
  }

  /// The run of this id, or the one that the job of this id makes.
  package func run(of id: String) async throws -> Run {
    try await run(Identifier.Kind.job.matches(id) ? job(id).runId : id)
  }

  /// One page of runs, the newest first where `orderBy` says nothing.
  package func runs(
    experiment: String? = nil, study: String? = nil, filter: String? = nil,
    orderBy: String? = nil, isDeleted: Bool = false, limit: Int? = nil, cursor: String? = nil
  ) async throws -> Page<Run> {
    try await send(
      .get(
        "runs",
        query: [
          ("experiment", experiment), ("study", study), ("filter", filter),
          ("orderBy", orderBy), ("deleted", isDeleted ? "true" : nil),
          ("limit", limit.map(String.init)), ("cursor", cursor),
        ]))
  }

  package func createRun(_ request: RunRequest) async throws -> Run {
    try await send(.post("runs", body: JSONCoding.encoder().encode(request)))
  }

  package func change(run id: String, _ change: RunPatch) async throws -> Run {
    let body = try JSONCoding.encoder().encode(change)
    return try await send(Endpoint(method: "PATCH", path: ["runs", id], body: body))
  }

  package func delete(run id: String) async throws {
    try await send(Endpoint(method: "DELETE", path: ["runs", id]))
  }

  /// Brings a deleted run back.
  package func restore(run id: String) async throws -> Run {
    try await send(.post("runs", id, "restore"))
  }

  package func experiments() async throws -> Page<Experiment> {
    try await send(.get("experiments"))
  }

  /// Logs points of a run that this program made.
  package func log(_ points: [MetricPoint], run id: String) async throws {
    let body = try JSONCoding.encoder().encode(MetricBatch(metrics: points))
    try await send(.post("runs", id, "metrics", body: body))
  }

  /// Logs what such a run's quantizers do.
  package func log(_ batch: QuantizerBatch, run id: String) async throws {
    let body = try JSONCoding.encoder().encode(batch)
    try await send(.post("runs", id, "quantizers", body: body))
  }

  /// The series of the metrics named, or of all.
  package func metrics(
    run id: String, keys: [String] = [], maxPoints: Int? = nil
  ) async throws -> [MetricSeries] {
    let answer: MetricsAnswer = try await send(
      .get(
        "runs", id, "metrics",
        query: [
          ("keys", keys.isEmpty ? nil : keys.joined(separator: ",")),
          ("maxPoints", maxPoints.map(String.init)),
        ]))
    return answer.series
  }

  /// Every point as `csv` or `ndjson`, piece by piece; `keys` has commas between names.
  package func points(
    run id: String, format: String, keys: String?
  ) -> AsyncThrowingStream<Data, any Error> {
    pieces(Self.points(id, format, keys))
  }

  /// Writes the same to a file.
  package func downloadPoints(
    run id: String, format: String, keys: String?, to file: URL
  ) async throws {
    try await download(Self.points(id, format, keys), to: file)
  }

  private static func points(_ run: String, _ format: String, _ keys: String?) -> Endpoint {
    .get("runs", run, "metrics.\(format)", query: [("keys", keys)])
  }

  package func quantizers(run id: String) async throws -> [Quantizer] {
    let page: Page<Quantizer> = try await send(.get("runs", id, "quantizers"))
    return page.items
  }

  /// The trajectories of the step sizes of one quantizer, or of all.
  package func stepSizes(
    run id: String, quantizer: String? = nil, maxPoints: Int? = nil
  ) async throws -> [StepSizeSeries] {
    let answer: StepSizesAnswer = try await send(
      .get(
        "runs", id, "step-sizes",
        query: [("quantizer", quantizer), ("maxPoints", maxPoints.map(String.init))]))
    return answer.quantizers
  }

  package func histograms(
    run id: String, quantizer: String? = nil, step: Int? = nil
  ) async throws -> [Histogram] {
    var histograms: [Histogram] = []
    var cursor: String?
    repeat {
      let page: Page<Histogram> = try await send(
        .get(
          "runs", id, "histograms",
          query: [("quantizer", quantizer), ("step", step.map(String.init)), ("cursor", cursor)]))
      histograms += page.items
      cursor = page.nextCursor
    } while cursor != nil
    return histograms
  }
}
