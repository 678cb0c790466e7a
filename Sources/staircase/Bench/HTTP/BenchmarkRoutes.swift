import HTTP
import HTTPTypes

/// The routes whose speed is measured: a small JSON answer, a file, and an upload of a kibibyte.
enum BenchmarkRoutes {
  /// About 200 bytes, as a job's state is.
  private static let json = Array(
    """
    {"id":"0123456789abcdef0123456789abcdef","name":"w2a2","state":"running",\
    "progress":{"step":1234,"steps":4690,"epoch":1},"createdAt":"2026-11-24T06:00:00Z",\
    "runId":"fedcba98765432100123"}
    """.utf8)

  /// The routes; `file` is served at `/file`.
  static func router(file: OpenFile) -> Router {
    var router = Router()
    router.on(.get, "/json", .inline) { _ in Response(type: "application/json", bytes: json) }
    router.on(.get, "/json-blocking", .blocking) { _ in
      Response(type: "application/json", bytes: json)
    }
    router.on(.get, "/file", .inline) {
      try .file(file, type: "application/octet-stream", for: $0)
    }
    router.on(.post, "/post", .inline) { request in
      Response(type: "application/json", bytes: Array("{\"bytes\":\(request.body.count)}".utf8))
    }
    return router
  }
}
