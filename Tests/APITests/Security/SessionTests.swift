import Experiments
import Foundation
import HTTP
import Store
import Testing

import API

/// How a browser logs in and out, through a socket.
@Suite(.timeLimit(.minutes(1))) struct SessionTests {
  private let level: SocketLevel

  init() throws {
    level = try SocketLevel(ServiceFixture())
  }

  private func ask(
    _ request: String, _ body: String = "", cookie: String? = nil, _ more: [String: String] = [:]
  ) async throws -> Answer {
    var headers = more
    if let cookie { headers["Cookie"] = cookie }
    return try await level.answer(RouteCase(request, body, headers: headers, is: 0))
  }

  /// Name and value of the cookie that an answer sets.
  private func cookie(of answer: Answer) throws -> String {
    String(try #require(answer.fields["set-cookie"]?.split(separator: ";").first))
  }

  @Test("Without tokens everybody here is an administrator and there is nothing to log in to")
  func open() async throws {
    let answer = try await ask("GET /api/v1/session")
    #expect(answer.status == 200)
    #expect(answer.body == #"{"needsToken":false,"role":"admin"}"#)
    #expect(try await ask("POST /api/v1/session", #"{"token": "stc_x"}"#).status == 401)
    let long = String(repeating: "x", count: 5000)
    #expect(try await ask("POST /api/v1/session", #"{"token": "\#(long)"}"#).status == 413)
    await level.stop()
  }

  @Test("A browser shows its token once, and then sends a cookie until it logs out")
  func logInAndOut() async throws {
    let secret = try level.fixture.makeToken(.write)
    let before = try await ask("GET /api/v1/session")
    #expect(before.status == 401)
    #expect(before.fields["www-authenticate"] == "Bearer realm=\"staircase\"")

    let login = try await ask("POST /api/v1/session", #"{"token": "\#(secret)"}"#)
    #expect(login.status == 200)
    #expect(login.body.contains(#""role":"write""#))
    let field = try #require(login.fields["set-cookie"])
    for part in ["Path=/", "HttpOnly", "SameSite=Strict", "Max-Age=604800"] {
      #expect(field.contains("; " + part), "\(field)")
    }
    #expect(!field.contains("Secure"))
    #expect(!field.contains(secret))

    let cookie = try cookie(of: login)
    let session = try await ask("GET /api/v1/session", cookie: cookie)
    #expect(session.body.contains(#""name":"for write""#))
    #expect(session.body.contains(#""expiresAt":""#))
    #expect(try await ask("GET /api/v1/jobs", cookie: cookie).status == 200)
    #expect(try await ask("POST /api/v1/jobs/{queued}/cancel", cookie: cookie).status == 200)
    let foreign = ["Origin": "http://evil.example"]
    #expect(try await ask("POST /api/v1/jobs", "{}", cookie: cookie, foreign).status == 403)
    // A session does not prolong itself.
    let own = cookie.split(separator: "=", maxSplits: 1)[1]
    #expect(try await ask("POST /api/v1/session", #"{"token": "\#(own)"}"#).status == 401)

    let logout = try await ask("DELETE /api/v1/session", cookie: cookie)
    #expect(logout.status == 204)
    #expect(logout.fields["set-cookie"]?.contains("Max-Age=0") == true)
    #expect(try await ask("GET /api/v1/jobs", cookie: cookie).status == 401)
    await level.stop()
  }

  @Test("A session ends with its token")
  func revoked() async throws {
    let secret = try level.fixture.makeToken(.read)
    let cookie = try cookie(
      of: try await ask("POST /api/v1/session", #"{"token": "\#(secret)"}"#))
    #expect(try await ask("GET /api/v1/runs", cookie: cookie).status == 200)
    // Another remains, so that the service does not become open.
    _ = try level.fixture.makeToken(.read)
    try level.fixture.parts.store.write { try $0.revokeToken(id: 1) }
    #expect(try await ask("GET /api/v1/runs", cookie: cookie).status == 401)
    await level.stop()
  }

  @Test("The workers' own token is not for people")
  func workerSecret() async throws {
    _ = try level.fixture.makeToken(.read)
    let secret = try level.fixture.workerSecret()
    #expect(try await ask("POST /api/v1/session", #"{"token": "\#(secret)"}"#).status == 401)
    await level.stop()
  }

  @Test("Behind a proxy that speaks TLS the cookie is for TLS alone")
  func secureCookie() async throws {
    let secret = try level.fixture.makeToken(.read)
    var configuration = level.fixture.configuration
    configuration.isBehindProxy = true
    let proxied = try SocketLevel(level.fixture, configuration)
    let answer = try await proxied.answer(
      RouteCase(
        "POST /api/v1/session", #"{"token": "\#(secret)"}"#,
        headers: ["X-Forwarded-Proto": "https"], is: 200))
    #expect(answer.fields["set-cookie"]?.hasSuffix("; Secure") == true)
    // Not asked to trust a proxy, the service does not.
    let direct = try await ask(
      "POST /api/v1/session", #"{"token": "\#(secret)"}"#, ["X-Forwarded-Proto": "https"])
    #expect(direct.fields["set-cookie"]?.contains("Secure") == false)
    await proxied.stop()
    await level.stop()
  }
}
