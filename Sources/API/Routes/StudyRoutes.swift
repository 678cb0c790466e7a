import Experiments
import Foundation
import HTTP
import HTTPTypes
import Jobs
import Store

/// Studies: submit, list, show, cancel; and the recipes there are.
struct StudyRoutes: Sendable {
  let queue: JobQueue
  let files: LocalFiles

  func submit(_ request: Request) throws -> Response {
    let wanted = try StudyRequest(json: Data(request.body))
    try wanted.plan.check { spec in
      try spec.checkSubmission()
      try files.check(spec)
    }
    let study = try queue.submit(
      wanted, by: request.principal, idempotencyKey: request.idempotencyKey())
    return try .created(study, at: "/api/v1/studies/\(study.id)")
  }

  func recipes(_ request: Request) throws -> Response {
    try QueryReader.read(request, QueryReader.wholeList)
    return try .json(Page(items: RecipeInfo.all))
  }

  func list(_ request: Request) throws -> Response {
    let page = try QueryReader.read(request, Self.page)
    return try .page(queue.studies(page), of: request)
  }

  static func page(_ query: QueryReader) -> PageRequest { query.page(of: .studies) }

  /// A study with its results: JSON, or its table as CSV or Markdown where `Accept` or the id's
  /// suffix asks for it.
  func show(_ request: Request) throws -> Response {
    let text = request.pathParameters["id"]
    if let format = TableFormat.allCases.first(where: { text.hasSuffix($0.suffix) }) {
      return try answer(queue.study(id: String(text.dropLast(format.suffix.count))), as: format)
    }
    let types = ["application/json"] + TableFormat.allCases.map(\.mediaType)
    let wanted = request.preferred(of: types)
    var response = try answer(
      queue.study(id: text), as: TableFormat.allCases.first { $0.mediaType == wanted })
    response.headers[.vary] = "Accept"
    return response
  }

  private func answer(_ study: Study, as format: TableFormat?) throws -> Response {
    guard let format, let table = study.table else { return try .json(study) }
    return Response(type: format.contentType, bytes: [UInt8](format.text(of: table).utf8))
  }

  func cancel(_ request: Request) throws -> Response {
    try .json(queue.cancel(study: request.pathParameters["id"]))
  }
}
