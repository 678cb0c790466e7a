import Experiments
import Foundation
import HTTP
import Store

/// Quantizers of a run, the trajectories of their step sizes, and histograms of what they see.
struct QuantizerRoutes: Sendable {
  let store: Store
  let intake: RunIntake

  func log(_ request: Request, _ responder: Responder) throws {
    let batch = try QuantizerBatch(json: Data(request.body))
    intake.log(request, responder) { transaction, run in
      Event.NewPoints(runId: run, metrics: [], stepPoints: try transaction.log(batch, run: run))
    }
  }

  func list(_ request: Request) throws -> Response {
    try QueryReader.read(request, QueryReader.wholeList)
    let id = request.pathParameters["id"]
    let quantizers = try store.read(run: id) { try $0.quantizers(run: id) }
    return try .json(Page(items: quantizers))
  }

  func stepSizes(_ request: Request) throws -> Response {
    let (wanted, steps, maxPoints, occupancy) = try QueryReader.read(request, Self.drawing)
    let id = request.pathParameters["id"]
    let series = try store.read(run: id) { snapshot in
      try snapshot.stepSizeSeries(
        run: id, quantizers: wanted, steps: steps, maxPoints: maxPoints, occupancy: occupancy)
    }
    return Response(
      type: "application/json", bytes: StepSizesAnswer(quantizers: series).json())
  }

  static func drawing(
    _ query: QueryReader
  ) -> (quantizers: [String]?, steps: Range<Int>?, maxPoints: Int, occupancy: Bool) {
    (
      query.texts("quantizer", about: "Only this quantizer; may be repeated.")?.map(\.composed),
      query.steps(),
      query.maxPoints(about: "At most so many points of each quantizer; peaks of s are kept."),
      query.flag("occupancy", about: "Whether to give the share of values at each code too.")
    )
  }

  static func place(
    _ query: QueryReader
  ) -> (quantizer: String?, step: Int?, page: PageRequest) {
    (
      query.text("quantizer", about: "Only histograms of this quantizer.")?.composed,
      query.integer("step", in: 0...Int(Int32.max), about: "Only those of this step."),
      query.page(of: .histograms, limit: PageRequest.maximum)
    )
  }

  func histograms(_ request: Request) throws -> Response {
    let (quantizer, step, page) = try QueryReader.read(request, Self.place)
    let id = request.pathParameters["id"]
    let histograms = try store.read(run: id) { snapshot in
      try snapshot.histograms(run: id, quantizer: quantizer, step: step, page)
    }
    return .page(histograms, of: request)
  }
}
