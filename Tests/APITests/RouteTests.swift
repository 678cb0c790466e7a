import Foundation
import HTTP
import HTTPTypes
import Store
import Testing

import API

/// Every route and every error it can answer, as rows: once by the route table alone, once through
/// a socket.
///
/// One after the other: each server holds threads of Dispatch, which has few.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct RouteTests {
  /// For rows that change nothing; the others have a service of their own.
  private static let shared = Result { try SocketLevel(ServiceFixture()) }

  @Test("The route table answers", arguments: RouteCase.all)
  func router(_ row: RouteCase) async throws {
    let fixture = row.changesNothing ? try Self.shared.get().fixture : try ServiceFixture()
    let answer = try await RouterLevel(fixture: fixture).answer(row)
    expect(answer, row, fixture)
  }

  @Test("The socket answers", arguments: RouteCase.all)
  func socket(_ row: RouteCase) async throws {
    let level = row.changesNothing ? try Self.shared.get() : try SocketLevel(ServiceFixture())
    let answer = try await level.answer(row)
    if !row.changesNothing { await level.stop() }
    let fixture = level.fixture
    expect(answer, row, fixture)
    #expect(answer.fields["content-security-policy"] != nil)
    #expect(answer.fields["x-content-type-options"] == "nosniff")
    #expect(answer.fields["referrer-policy"] == "no-referrer")
  }

  private func expect(_ answer: Answer, _ row: RouteCase, _ fixture: ServiceFixture) {
    #expect(answer.status == row.status, "\(answer.body)")
    for text in row.has {
      let wanted = fixture.fillIn(text)
      #expect(answer.body.contains(wanted), "\(wanted) is not in \(answer.body)")
    }
    for (name, value) in row.fields {
      let found = answer.fields[name.lowercased()] ?? ""
      #expect(found.contains(fixture.fillIn(value)), "\(name): \(found)")
    }
    if row.status >= 400, row.method != "HEAD" {
      #expect(answer.fields["content-type"] == "application/problem+json")
      #expect(answer.body.contains("\"requestId\":\""))
      #expect(answer.body.contains("\"status\":\(row.status)"))
    }
  }

  @Test(
    "What has not changed is answered 304, also one that was compressed",
    arguments: [
      "/api/v1/runs/{run}", "/api/v1/runs", "/api/v1/runs/{run}/metrics", "/openapi.json",
    ])
  func notModified(_ target: String) async throws {
    let level = try Self.shared.get()
    let tag = try #require(
      try await level.answer(RouteCase("GET \(target)", is: 200)).fields["etag"])
    let again = try await level.answer(
      RouteCase("GET \(target)", headers: ["If-None-Match": tag], is: 304))
    #expect(again.status == 304)
    #expect(again.body.isEmpty)
    #expect(again.fields["etag"] == tag)
    let other = try await level.answer(
      RouteCase("GET \(target)", headers: ["If-None-Match": "\"x\""], is: 200))
    #expect(other.status == 200)
  }

  @Test("An artifact whose file is gone from the disk is 410")
  func lostArtifact() async throws {
    let fixture = try ServiceFixture()
    let run = try #require(fixture.names["run"])
    try FileManager.default.removeItem(
      at: fixture.parts.artifacts.find(run: run, path: "notes/a.txt").file)
    let row = RouteCase("GET /api/v1/runs/{run}/artifacts/notes/a.txt", is: 410)
    expect(try await RouterLevel(fixture: fixture).answer(row), row, fixture)
  }

  @Test("Only a claim may wait for ever")
  func longPolls() throws {
    let routes = Service.routes(try ServiceFixture().parts).routes
    #expect(routes.filter(\.isLongPoll).map(\.pattern.description) == ["/api/v1/workers/claim"])
  }

  @Test("No route passes over a parameter that it does not know")
  func unknownParameters() async throws {
    let level = RouterLevel(fixture: try Self.shared.get().fixture)
    let others = ["/healthz", "/readyz", "/metrics", "/openapi.json"]
    for var row in RouteCase.all
    where row.status < 400 && (row.target.hasPrefix("/api/") || others.contains(row.target)) {
      row.target += (row.target.contains("?") ? "&" : "?") + "nonsense=1"
      let answer = try await level.answer(row)
      #expect(answer.status == 400, "\(row)")
      if row.method != "HEAD" { #expect(answer.body.contains(#""pointer":"?nonsense""#), "\(row)") }
    }
  }

  @Test("Every route of the table has a row that succeeds")
  func coverage() throws {
    let fixture = try ServiceFixture()
    let table = Service.routes(fixture.parts)
    var missing: [String] = []
    // The event stream has no end, and sessions need tokens: they have tests of their own. Nothing
    // is at the others' paths.
    let others = ["/api/v1/events", "/api/v1/session", "/api/{path...}", "/vendor/chart.js"]
    for route in table.routes where !others.contains(route.pattern.description) {
      let isTested = RouteCase.all.contains { row in
        let path = fixture.fillIn(row.target).prefix { $0 != "?" }
        guard row.status < 400, row.method == route.method.rawValue,
          case .found(let found, _) = table.match(route.method, String(path))
        else { return false }
        return found.pattern == route.pattern
      }
      if !isTested { missing.append("\(route.method) \(route.pattern)") }
    }
    #expect(missing == [])
  }
}
