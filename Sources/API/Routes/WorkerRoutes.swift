import Experiments
import Foundation
import HTTP
import Jobs

/// The worker protocol. Every message under a lease that has ended is answered 409.
struct WorkerRoutes: Sendable {
  let queue: JobQueue
  let authorizer: Authorizer
  let problems: ProblemResponder

  func list(_ request: Request) throws -> Response {
    try QueryReader.read(request, QueryReader.wholeList)
    return try .json(Page(items: queue.workers()))
  }

  /// The worker ends the job at hand and is given no other.
  func drain(_ request: Request) throws -> Response {
    try .json(queue.setDraining(true, worker: request.pathParameters["id"]))
  }

  func resume(_ request: Request) throws -> Response {
    try .json(queue.setDraining(false, worker: request.pathParameters["id"]))
  }

  /// The worker processes that the service looks after, with those that end as soon as they begin.
  func slots(_ request: Request) throws -> Response {
    try QueryReader.read(request, QueryReader.wholeList)
    return try .json(Page(items: queue.workerSlots()))
  }

  /// A long poll: held until there is a job, the wait is over or the worker is gone. Who may not
  /// claim any more when there is a job is refused then.
  func claim(_ request: Request, _ responder: Responder) {
    problems.answer(request, responder) {
      let claim: ClaimRequest = try request.decode()
      try Self.check(claim)
      let waiting = queue.claim(
        claim, refusal: { authorizer.refusal(of: .worker, to: request) }
      ) { result in
        problems.answer(request, responder) {
          responder.respond(try result.get().map { try .json($0) } ?? .noContent)
        }
      }
      responder.onClose { reason in
        waiting.cancel()
        // A service that ends sends its waiting workers away, which then come back.
        if reason == .draining { responder.respond(.noContent) }
      }
    }
  }

  func heartbeat(_ request: Request) throws -> Response {
    let heartbeat: Heartbeat = try request.decode()
    return try .json(queue.heartbeat(job: request.pathParameters["id"], heartbeat))
  }

  func records(_ request: Request, _ responder: Responder) {
    problems.answer(request, responder) {
      let batch: RecordBatch = try request.decode()
      try Self.check(batch)
      queue.store(records: batch, job: request.pathParameters["id"]) { result in
        problems.answer(request, responder) {
          try result.get()
          responder.respond(.noContent)
        }
      }
    }
  }

  func complete(_ request: Request) throws -> Response {
    let completion: Completion = try request.decode()
    return try .json(queue.complete(job: request.pathParameters["id"], completion))
  }

  private static func check(_ batch: RecordBatch) throws {
    var errors: [FieldError] = []
    for (index, point) in batch.stepPoints.enumerated() {
      for (code, share) in (point.occupancy ?? []).enumerated() where !(0...1).contains(share) {
        errors.append(
          FieldError(
            pointer: "/stepPoints/\(index)/occupancy/\(code)",
            detail: "\(share) is not a share from 0 to 1"))
      }
    }
    if !errors.isEmpty { throw InvalidSpec(errors: errors) }
  }

  private static func check(_ claim: ClaimRequest) throws {
    var errors: [FieldError] = []
    func demand(_ condition: Bool, _ pointer: String, _ detail: String) {
      if !condition { errors.append(FieldError(pointer: pointer, detail: detail)) }
    }
    let id = claim.workerId.unicodeScalars
    demand(
      (1...200).contains(id.count) && !id.contains("\0"), "/workerId",
      "must have 1 to 200 characters, none of them NUL")
    demand(claim.threads > 0, "/threads", "\(claim.threads) is not above 0")
    demand(
      (0...30).contains(claim.waitSeconds), "/waitSeconds",
      "\(claim.waitSeconds) is not between 0 and 30")
    if !errors.isEmpty { throw InvalidSpec(errors: errors) }
  }
}
