import Experiments
import Foundation
import HTTP
import HTTPTypes
import Jobs
import Store

/// Jobs as people see them: submit, list, show, change, cancel, retry.
struct JobRoutes: Sendable {
  let queue: JobQueue
  let files: LocalFiles

  func submit(_ request: Request) throws -> Response {
    let spec = try JobSpec(json: Data(request.body))
    try spec.checkSubmission()
    try files.check(spec)
    let job = try queue.submit(
      spec, by: request.principal, idempotencyKey: request.idempotencyKey())
    return try .created(job, at: "/api/v1/jobs/\(job.id)")
  }

  func list(_ request: Request) throws -> Response {
    let query = try QueryReader.read(request, Self.query)
    return try .page(queue.jobs(query), of: request)
  }

  static func query(_ query: QueryReader) -> JobQuery {
    JobQuery(
      state: query.choice("state", about: "Only jobs in this state."),
      experiment: query.text("experiment", about: "Only jobs of the experiment of this name."),
      study: query.text("study", about: "Only jobs that this study made."),
      page: query.page(of: .jobs))
  }

  func show(_ request: Request) throws -> Response {
    try .json(queue.job(id: request.pathParameters["id"]))
  }

  func change(_ request: Request) throws -> Response {
    let patch = try JobPatch(json: Data(request.body))
    return try .json(
      queue.change(job: request.pathParameters["id"], patch) { job in
        try Precondition.require(request, of: job)
      })
  }

  func cancel(_ request: Request) throws -> Response {
    try .json(queue.cancel(job: request.pathParameters["id"]))
  }

  func retry(_ request: Request) throws -> Response {
    try .json(queue.retry(job: request.pathParameters["id"]))
  }

  /// Every key of a spec with its default; `dataset` and `model` alone must be given.
  func defaults(_ request: Request) throws -> Response {
    try .json(JobSpec.defaults(dataset: .fashionMNIST, model: .resnet20).whole)
  }
}
