import Experiments
import Foundation
package import HTTP
import HTTPTypes
import Logging
import Store

/// Turns every error into its answer: the one place where errors meet HTTP, and the log.
package struct ProblemResponder: Sendable {
  let logger: Logger

  package func response(to error: any Error, request: Request?) -> Response {
    var problem = Self.problem(error)
    problem.requestId = request.map { "\($0.id)" }
    if let level = Self.level(of: problem.status) {
      let what = request.map { "\($0.method) \(PathEncoder.encode($0.path))" } ?? "a request"
      logger.log(
        level: level, "\(what): \(error.logText)",
        metadata: ["request": "\(problem.requestId ?? "-")"])
    }
    let body = (try? JSONCoding.encoder().encode(problem)) ?? Data()
    var response = Response(
      status: HTTPResponse.Status(code: problem.status, reasonPhrase: problem.title),
      type: "application/problem+json",
      bytes: [UInt8](body))
    // RFC 9111 4.2.2: 404 and 410 may be kept without asking, and what is missing may come.
    response.headers[.cacheControl] = "no-store"
    if let error = error as? HTTPError {
      for field in error.headers { response.headers.append(field) }
    }
    if response.status == .serviceUnavailable, response.headers[.retryAfter] == nil {
      response.headers[.retryAfter] = "1"
    }
    return response
  }

  /// How bad an answer is for the service; nil for what is the client's doing, also where its
  /// status is 501 or 505.
  private static func level(of status: Int) -> Logger.Level? {
    switch status {
    case 500, 507: .error
    case 503: .warning
    default: nil
    }
  }

  /// Runs `body`, which answers by the responder; an error it throws is the answer.
  func answer(_ request: Request, _ responder: Responder, _ body: () throws -> Void) {
    do {
      try body()
    } catch {
      responder.respond(response(to: error, request: request))
    }
  }

  static func problem(_ error: any Error) -> Problem {
    switch error {
    case let error as HTTPError:
      problem(error.status, error.detail)
    case let error as InvalidJSON:
      problem(
        .badRequest, "The body is not valid JSON.",
        [FieldError(pointer: "", detail: error.description)])
    case let error as InvalidSpec:
      problem(.unprocessableContent, Self.count(error.errors, "field"), error.errors)
    case let error as InvalidQuery:
      problem(.badRequest, Self.count(error.errors, "query parameter"), error.errors)
    case let error as StoreError:
      problem(error)
    default:
      problem(.internalServerError, "The service failed to answer; its log says why.")
    }
  }

  private static func problem(_ error: StoreError) -> Problem {
    switch error {
    case .notFound(let kind, let id):
      problem(.notFound, "There is no \(kind) \"\(id)\".")
    case .impossibleTransition(let job, let from, let to):
      problem(
        .conflict, "Job \(job) is \(from.rawValue) and cannot become \(to.rawValue).",
        type: "impossible-transition")
    case .leaseLost(let job):
      problem(
        .conflict, "The lease of job \(job) is lost: stop working on it.", type: "lease-lost")
    case .parentNotSucceeded(let parent, let state):
      problem(
        .conflict,
        "Job \(parent), which this one comes after, is \(state.rawValue): retry it first.")
    case .parameterChanged(let key, let old, let new):
      problem(
        .conflict, "Parameters are written once.",
        [
          FieldError(
            pointer: "/parameters/\(JSONPointer.escape(key))",
            detail: "is \"\(old)\" already and does not become \"\(new)\"")
        ])
    case .experimentExists(let name, let id):
      problem(
        .conflict, "There is an experiment of this name.",
        [FieldError(pointer: "/name", detail: "\"\(name)\" is experiment \(id)")])
    case .experimentIsDefault:
      problem(.conflict, "Experiment 0 stays as it is: runs that name no experiment are in it.")
    case .experimentInUse(let id, let runs, let deleted):
      problem(
        .conflict,
        "Experiment \(id) is not empty: \(runs) runs, and \(deleted) deleted and not yet purged.")
    case .runDeleted(let id):
      problem(
        .notFound, "Run \(id) was deleted; POST /api/v1/runs/\(id)/restore brings it back.")
    case .runOfJob(let run, let job):
      problem(.conflict, "Run \(run) is made by job \(job), whose worker alone may write this.")
    case .runGoesOn(let id):
      problem(
        .conflict,
        "Run \(id) goes on: endedAt needs a status that ends it, finished, failed or killed.")
    case .runInUse(let id, let job, let state):
      problem(
        .conflict, "Run \(id) is made by job \(job), which is \(state.rawValue): cancel it first.")
    case .runNeeded(let id, let job, let state):
      problem(
        .conflict,
        "Job \(job), which is \(state.rawValue), takes weights from run \(id): cancel it first.")
    case .idempotencyKeyReused(let key):
      problem(
        .unprocessableContent,
        "Idempotency-Key \"\(key)\" came before with another body: use a new key.")
    case .unknownQuantizer(let run, let id):
      problem(
        .unprocessableContent, "Run \(run) has no quantizer \"\(id)\": send it before its points.")
    case .invalidCursor(let text):
      problem(InvalidQuery.cursor(text))
    case .constraint(let name, let message):
      problem(.unprocessableContent, "The store refuses this: \(name) (\(message)).")
    case .invalidArtifactPath(let path, let reason):
      problem(.unprocessableContent, "\"\(path)\" cannot name an artifact: \(reason).")
    case .busy:
      problem(.serviceUnavailable, "Another program holds the database: try again.")
    case .artifactMissing(let path):
      problem(.gone, "The file of \(path) is gone from the disk of the service.")
    case .file(_, _, let code) where code == ENOSPC || code == EDQUOT:
      problem(.insufficientStorage, "The disk of the service is full.")
    case .file, .damaged, .unusable, .folderInUse, .noMigrations, .migrationEdited,
      .migrationUnknown, .migrationNumbering, .migrationMissing, .migrationFailed:
      problem(.internalServerError, "The service failed to answer; its log says why.")
    }
  }

  private static func problem(
    _ status: HTTPResponse.Status, _ detail: String, _ errors: [FieldError]? = nil,
    type: String? = nil
  ) -> Problem {
    Problem(
      type: type.map { "/problems/\($0)" } ?? "about:blank", title: status.reasonPhrase,
      status: status.code, detail: detail, errors: errors)
  }

  private static func count(_ errors: [FieldError], _ what: String) -> String {
    errors.count == 1 ? "1 \(what) is wrong." : "\(errors.count) \(what)s are wrong."
  }
}

extension HTTPResponse.Status {
  /// Not among the names of the package.
  fileprivate static let insufficientStorage = HTTPResponse.Status(
    code: 507, reasonPhrase: "Insufficient Storage")
}
