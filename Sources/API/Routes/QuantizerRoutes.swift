import Experiments
import HTTP
import Store

/// Quantizers of a run, the trajectories of their step sizes, and histograms of what they see.
struct QuantizerRoutes: Sendable {
  let store: Store

  func list(_ request: Request) throws -> Response {
    try QueryReader.checkWholeList(request)
    let quantizers = try store.read { try $0.quantizers(run: request.pathParameters["id"]) }
    return try .json(Page(items: quantizers))
  }

  func stepSizes(_ request: Request) throws -> Response {
    let (wanted, maxPoints) = try QueryReader.read(request) { query in
      (query.texts("quantizer"), query.integer("maxPoints", in: 4...100_000) ?? 1000)
    }
    let series = try store.read { snapshot in
      try snapshot.stepSizeSeries(
        run: request.pathParameters["id"], quantizers: wanted, maxPoints: maxPoints)
    }
    return Response(
      type: "application/json", bytes: try StepSizesAnswer(quantizers: series).json())
  }

  func histograms(_ request: Request) throws -> Response {
    let (quantizer, step) = try QueryReader.read(request) { query in
      (query.text("quantizer"), query.integer("step", in: 0...Int(Int32.max)))
    }
    let histograms = try store.read { snapshot in
      try snapshot.histograms(run: request.pathParameters["id"], quantizer: quantizer, step: step)
    }
    return try .json(Page(items: histograms))
  }
}
