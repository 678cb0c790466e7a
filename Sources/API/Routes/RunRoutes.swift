import Experiments
import Foundation
import HTTP
import Store

/// Runs: what jobs and other programs recorded.
struct RunRoutes: Sendable {
  let store: Store
  let clock: @Sendable () -> Date

  func list(_ request: Request) throws -> Response {
    let query = try QueryReader.read(request, Self.query)
    return try .page(store.read { try $0.runs(query) }.json, of: request)
  }

  static func query(_ query: QueryReader) -> RunQuery {
    let search = query.parsed(
      "filter",
      about: """
        In MLflow's grammar: comparisons of metrics.KEY, params.KEY, tags.KEY or an attribute, \
        joined by AND; perhaps an ORDER BY.
        """, example: "metrics.testAccuracy > 0.9 AND params.model.name = 'resnet8'"
    ) { try RunSearch($0) }
    let order = query.parsed(
      "orderBy",
      about: """
        Fields, each perhaps with DESC; the newest first where it says nothing. Texts are sorted by \
        their first 500 characters, shared among the fields.
        """,
      example: "metrics.testAccuracy DESC"
    ) { try RunOrder($0) }
    if order != nil, search?.order != nil {
      query.report("orderBy", "the filter has an ORDER BY already")
    }
    return RunQuery(
      experiment: query.text("experiment", about: "Only runs of the experiment of this name."),
      status: query.choice("status", about: "Only runs of this status."),
      study: query.text("study", about: "Only runs that this study made."),
      visibility: query.flag("deleted", about: "Only deleted runs, which can be restored.")
        ? .deleted : .active,
      filter: search?.filter ?? RunFilter(), order: order ?? search?.order ?? RunOrder(),
      extremes: query.texts(
        "extremes", separator: ",", about: "Metrics whose lowest and highest values are told too.")?
        .map(\.composed) ?? [],
      page: query.page(of: .runs))
  }

  func create(_ request: Request) throws -> Response {
    let wanted = try RunRequest(json: Data(request.body))
    var new = wanted
    if let user = request.principal, new.tags[Run.userTag] == nil { new.tags[Run.userTag] = user }
    let key = try request.idempotencyKey()
    let now = clock()
    let run = try store.write { [new] transaction in
      // What was asked is the same, whoever asks.
      try transaction.once(key: key, request: wanted, now: now) {
        try transaction.createRun(new, now: now)
      }
    }
    return try .created(run, at: "/api/v1/runs/\(run.id)")
  }

  func show(_ request: Request) throws -> Response {
    let id = request.pathParameters["id"]
    return try .json(store.read(run: id) { try $0.run(id: id) })
  }

  func change(_ request: Request) throws -> Response {
    let patch = try RunPatch(json: Data(request.body))
    let id = request.pathParameters["id"]
    let now = clock()
    return try .json(
      store.write { transaction in
        try Precondition.require(request, of: transaction.run(id: id))
        return try transaction.change(run: id, patch, now: now)
      })
  }

  func delete(_ request: Request) throws -> Response {
    let id = request.pathParameters["id"]
    let now = clock()
    try store.write { transaction in
      try Precondition.require(request, of: transaction.run(id: id))
      try transaction.deleteRun(id: id, now: now)
    }
    return .noContent
  }

  /// Brings a deleted run back.
  func restore(_ request: Request) throws -> Response {
    let id = request.pathParameters["id"]
    return try .json(store.write { try $0.restoreRun(id: id) })
  }
}
