import Experiments
import Foundation
import HTTP
import Store

/// Experiments: named groups of runs.
struct ExperimentRoutes: Sendable {
  let store: Store
  let clock: @Sendable () -> Date

  func list(_ request: Request) throws -> Response {
    let page = try QueryReader.read(request, Self.query)
    return try .page(store.read { try $0.experiments(page) }, of: request)
  }

  static func query(_ query: QueryReader) -> PageRequest { query.page(of: .experiments) }

  func create(_ request: Request) throws -> Response {
    let wanted = try ExperimentRequest(json: Data(request.body))
    let key = try request.idempotencyKey()
    let now = clock()
    let experiment = try store.write { transaction in
      try transaction.once(key: key, request: wanted, now: now) {
        try transaction.createExperiment(name: wanted.name, now: now)
      }
    }
    return try .created(experiment, at: "/api/v1/experiments/\(experiment.id)")
  }

  func show(_ request: Request) throws -> Response {
    let id = try Self.id(request)
    return try .json(store.read { try $0.experiment(id: id) })
  }

  func rename(_ request: Request) throws -> Response {
    let wanted = try ExperimentRequest(json: Data(request.body))
    let id = try Self.id(request)
    return try .json(
      store.write { transaction in
        try Precondition.require(request, of: transaction.experiment(id: id))
        return try transaction.rename(experiment: id, to: wanted.name)
      })
  }

  func delete(_ request: Request) throws -> Response {
    let id = try Self.id(request)
    try store.write { transaction in
      try Precondition.require(request, of: transaction.experiment(id: id))
      try transaction.delete(experiment: id)
    }
    return .noContent
  }

  private static func id(_ request: Request) throws -> Int {
    let text = request.pathParameters["id"]
    guard let id = Int(text) else { throw StoreError.notFound(kind: "experiment", id: text) }
    return id
  }
}
