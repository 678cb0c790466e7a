import HTTPTypes
import Testing

import HTTP

@Suite struct RouterTests {
  private let router: Router = {
    var router = Router()
    let routes: [(HTTPRequest.Method, String)] = [
      (.get, "/"), (.get, "/jobs"), (.post, "/jobs"), (.get, "/jobs/{id}"),
      (.get, "/jobs/latest"), (.post, "/jobs/{id}/cancel"),
      (.get, "/runs/{id}/artifacts/{path...}"),
      (.put, "/runs/{id}/artifacts/{path...}"), (.get, "/runs/{id}/metrics.csv"),
      (.get, "/{path...}"),
    ]
    for (method, pattern) in routes {
      router.on(method, pattern, .inline, metadata: pattern) { _ in Response(text: pattern) }
    }
    return router
  }()

  private struct Row: Sendable {
    let method: HTTPRequest.Method
    let path: String
    let pattern: String
    var parameters: [String] = []
  }

  private static let rows: [Row] = [
    Row(method: .get, path: "/", pattern: "/"),
    Row(method: .get, path: "/jobs", pattern: "/jobs"),
    Row(method: .head, path: "/jobs", pattern: "/jobs"),
    Row(method: .post, path: "/jobs", pattern: "/jobs"),
    Row(method: .get, path: "/jobs/7", pattern: "/jobs/{id}", parameters: ["7"]),
    Row(method: .get, path: "/jobs/latest", pattern: "/jobs/latest"),
    Row(
      method: .post, path: "/jobs/latest/cancel", pattern: "/jobs/{id}/cancel",
      parameters: ["latest"]),
    Row(method: .get, path: "/jobs/", pattern: "/{path...}", parameters: ["jobs/"]),
    Row(
      method: .get, path: "/runs/1/artifacts/a", pattern: "/runs/{id}/artifacts/{path...}",
      parameters: ["1", "a"]),
    Row(
      method: .put, path: "/runs/1/artifacts/a/b.c", pattern: "/runs/{id}/artifacts/{path...}",
      parameters: ["1", "a/b.c"]),
    Row(
      method: .get, path: "/runs/1/metrics.csv", pattern: "/runs/{id}/metrics.csv",
      parameters: ["1"]),
    Row(method: .get, path: "/runs/1/other", pattern: "/{path...}", parameters: ["runs/1/other"]),
    Row(method: .get, path: "/js/app.js", pattern: "/{path...}", parameters: ["js/app.js"]),
  ]

  @Test(arguments: rows.indices)
  func findsTheMostParticularRoute(_ index: Int) throws {
    let row = Self.rows[index]
    guard case .found(let route, let parameters) = router.match(row.method, row.path) else {
      Issue.record("\(row.path) was not found")
      return
    }
    #expect(route.pattern.description == row.pattern)
    #expect(route.metadata as? String == row.pattern)
    #expect(parameters.pairs.map(\.value) == row.parameters)
  }

  @Test func namesParameters() {
    guard case .found(_, let parameters) = router.match(.get, "/runs/1/artifacts/a/b") else {
      Issue.record("not found")
      return
    }
    #expect(parameters["id"] == "1")
    #expect(parameters["path"] == "a/b")
  }

  @Test func tellsOtherMethods() {
    guard case .otherMethods(let allow) = router.match(.delete, "/jobs") else {
      Issue.record("not 405")
      return
    }
    #expect(allow.map(\.rawValue) == ["GET", "HEAD", "OPTIONS", "POST"])
  }

  @Test func findsNothing() {
    var router = Router()
    router.on(.get, "/a/{b}", .inline) { _ in Response() }
    for path in ["/", "/a", "/a/", "/a/b/c", "/b/c", "*"] {
      guard case .none = router.match(.get, path) else {
        Issue.record("\(path) was found")
        continue
      }
    }
  }

  @Test func listsItsRoutes() {
    #expect(router.routes.count == 10)
    #expect(router.routes[3].method == .get)
    #expect(router.routes[3].pattern.description == "/jobs/{id}")
  }
}
