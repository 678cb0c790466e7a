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
  func claim(_ request: Request, _ responder: Responder) throws {
    let claim = try ClaimRequest(json: Data(request.body))
    let waiting = queue.claim(
      claim, refusal: { authorizer.refusal(of: .worker, to: request) }
    ) { result in
      problems.answer(request, responder) {
        guard let lease = try result.get() else {
          responder.respond(.noContent)
          return
        }
        var response = try Response.json(lease)
        response.onLost = { queue.giveBack(lease) }
        if !responder.respond(response) { queue.giveBack(lease) }
      }
    }
    responder.onClose { reason in
      waiting.cancel()
      // A service that ends sends its waiting workers away, which then come back.
      if reason == .draining { responder.respond(.noContent) }
    }
  }

  func heartbeat(_ request: Request) throws -> Response {
    let heartbeat = try Heartbeat(json: Data(request.body))
    return try .json(queue.heartbeat(job: request.pathParameters["id"], heartbeat))
  }

  func records(_ request: Request, _ responder: Responder) throws {
    let batch = try RecordBatch(json: Data(request.body))
    queue.store(records: batch, job: request.pathParameters["id"]) { result in
      problems.answer(request, responder) {
        try result.get()
        responder.respond(.noContent)
      }
    }
  }

  func complete(_ request: Request) throws -> Response {
    let completion = try Completion(json: Data(request.body))
    return try .json(queue.complete(job: request.pathParameters["id"], completion))
  }
}
