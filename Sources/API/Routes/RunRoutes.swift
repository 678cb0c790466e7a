import Experiments
import Foundation
import HTTP
import Store

/// Runs: what jobs and other programs recorded.
struct RunRoutes: Sendable {
  let store: Store
  let clock: @Sendable () -> Date

  func list(_ request: Request) throws -> Response {
    let query = try QueryReader.read(request) { query in
      RunQuery(
        experiment: query.text("experiment"), status: query.choice("status"),
        study: query.text("study"), page: query.page())
    }
    return try .page(store.read { try $0.runs(query) }, of: request)
  }

  func create(_ request: Request) throws -> Response {
    let wanted = try RunRequest(json: Data(request.body))
    let now = clock()
    let run = try store.write { transaction in
      try transaction.createRun(
        NewRun(
          name: wanted.name, experiment: wanted.experiment, parameters: wanted.parameters,
          tags: wanted.tags), now: now)
    }
    return try .created(run, at: "/api/v1/runs/\(run.id)")
  }

  func show(_ request: Request) throws -> Response {
    try .json(store.read { try $0.run(id: request.pathParameters["id"]) })
  }

  func change(_ request: Request) throws -> Response {
    let patch = try RunPatch(json: Data(request.body))
    let id = request.pathParameters["id"]
    let now = clock()
    return try .json(store.write { try $0.change(run: id, patch, now: now) })
  }

  func delete(_ request: Request) throws -> Response {
    let id = request.pathParameters["id"]
    let now = clock()
    try store.write { try $0.deleteRun(id: id, now: now) }
    return .noContent
  }

  /// Brings a deleted run back.
  func restore(_ request: Request) throws -> Response {
    let id = request.pathParameters["id"]
    return try .json(store.write { try $0.restoreRun(id: id) })
  }
}
