import Experiments
import Foundation
import HTTP
import HTTPTypes
import Store
import Testing

import API

/// Every role against every kind of route, at the one place that decides.
@Suite struct AccessTests {
  private let fixture: ServiceFixture
  /// By role, and one that was revoked.
  private let secrets: [String: String]

  init() throws {
    fixture = try ServiceFixture()
    var secrets: [String: String] = [:]
    for role in Role.allCases { secrets[role.rawValue] = try fixture.makeToken(role) }
    let revoked = try fixture.makeToken(.admin)
    try fixture.parts.store.write { try $0.revokeToken(id: Role.allCases.count + 1) }
    secrets["revoked"] = revoked
    secrets["local worker"] = try fixture.workerSecret()
    self.secrets = secrets
  }

  /// The status with which a request is refused; nil if it passes.
  private func refusal(
    _ route: Route?, _ fields: HTTPFields, exposed: Bool = false
  ) -> HTTPError? {
    var configuration = fixture.configuration
    if exposed { configuration.host = "0.0.0.0" }
    let authorizer = Authorizer(configuration, book: fixture.parts.tokens)
    var request = Request(
      method: route?.method ?? .get, path: "/", headers: fields, host: "127.0.0.1")
    do {
      try authorizer.admit(&request, to: route)
      return nil
    } catch {
      return error as? HTTPError ?? HTTPError(.internalServerError, "\(error)")
    }
  }

  private func bearer(_ who: String) -> HTTPFields {
    secrets[who].map { [.authorization: "Bearer \($0)"] } ?? [.authorization: "Bearer \(who)"]
  }

  @Test("Each role passes where the table says so, and nowhere else")
  func matrix() throws {
    let passes: [Access: Set<String>] = [
      .anyone: ["read", "write", "worker", "local worker", "admin", "revoked", "guess", ""],
      .read: ["read", "write", "worker", "local worker", "admin"],
      .write: ["write", "admin"],
      .worker: ["worker", "local worker", "admin"],
      .upload: ["write", "worker", "local worker", "admin"],
      .admin: ["admin"],
    ]
    for route in Service.routes(fixture.parts).routes {
      let access = try #require(route.metadata as? Access, "\(route.method) \(route.pattern)")
      for who in ["read", "write", "worker", "local worker", "admin", "revoked", "guess", ""] {
        let refusal = refusal(route, who.isEmpty ? [:] : bearer(who))
        let isIn = try #require(passes[access]).contains(who)
        #expect((refusal == nil) == isIn, "\(who): \(route.method) \(route.pattern)")
        guard let refusal else { continue }
        let isKnown = Role(rawValue: who) != nil || who == "local worker"
        #expect(refusal.status == (isKnown ? .forbidden : .unauthorized))
        #expect(refusal.headers[.wwwAuthenticate]?.hasPrefix("Bearer realm=") == true)
        if isKnown { #expect(refusal.detail.contains("role \(access.roles[0].rawValue)")) }
      }
    }
  }

  @Test("What changes something is open to no reader, but for logging in and out")
  func writesNeedMore() {
    for route in Service.routes(fixture.parts).routes where route.method != .get {
      let pattern = route.pattern.description
      if pattern == "/api/v1/session" || pattern == "/api/{path...}" { continue }
      #expect((route.metadata as? Access)?.roles.contains(.read) == false, "\(pattern)")
    }
  }

  @Test("What anyone may send holds no more memory than a token needs")
  func bodiesWithoutToken() {
    for route in Service.routes(fixture.parts).routes where route.metadata as? Access == .anyone {
      #expect(route.bodyLimit.map { $0 <= 4096 } == true, "\(route.method) \(route.pattern)")
    }
  }

  @Test("A row that names nobody is for administrators, and a path without row needs a token")
  func deniesByDefault() throws {
    var table = Router()
    table.on(.get, "/x", .inline) { _ in Response() }
    for role in Role.allCases {
      #expect((refusal(table.routes[0], bearer(role.rawValue)) == nil) == (role == .admin))
      #expect(refusal(nil, bearer(role.rawValue)) == nil)
    }
    #expect(refusal(nil, [:])?.status == .unauthorized)
  }

  @Test("Without tokens the service is open to its machine, and shut to others")
  func noTokens() throws {
    for token in try fixture.parts.store.read({ try $0.tokens() }) {
      try fixture.parts.store.write { try $0.revokeToken(id: token.id) }
    }
    for route in Service.routes(fixture.parts).routes {
      #expect(refusal(route, [:]) == nil)
      let isOpen = route.metadata as? Access == .anyone
      #expect((refusal(route, [:], exposed: true) == nil) == isOpen, "\(route.pattern)")
      #expect((refusal(route, bearer("guess"), exposed: true) == nil) == isOpen)
    }
  }

  @Test("A run says by whom it was made: the name of the token, unless it says so itself")
  func user() async throws {
    let level = RouterLevel(fixture: fixture)
    let headers = ["Authorization": "Bearer \(try #require(secrets["write"]))"]
    func post(_ target: String, _ body: String) async throws -> String {
      try await level.answer(RouteCase("POST \(target)", body, headers: headers, is: 201)).body
    }
    let tag = #""tags":{"user":"for write"}"#
    #expect(try await post("/api/v1/runs", "{}").contains(tag))
    let named = try await post("/api/v1/runs", #"{"tags": {"user": "anna"}}"#)
    #expect(named.contains(#""tags":{"user":"anna"}"#))

    let spec = #"{"dataset": {"name": "synthetic-32"}, "model": {"name": "resnet8"}}"#
    #expect(try await post("/api/v1/jobs", spec).contains(#""user":"for write""#))
    _ = try await post("/api/v1/studies", "{\"job\": \(spec)}")
    let runs = try fixture.parts.store.read { snapshot in
      try snapshot.runs(RunQuery(filter: RunSearch("tags.user = 'for write'").filter)).items
    }
    #expect(runs.filter { $0.jobId != nil }.count == 2)
    let row = RouteCase("GET /api/v1/jobs?limit=2", headers: headers, is: 200)
    let list = try await level.answer(row).body
    #expect(list.components(separatedBy: #""user":"for write""#).count == 3, "\(list)")
  }

  private func route(for access: Access) throws -> Route {
    try #require(Service.routes(fixture.parts).routes.first { $0.metadata as? Access == access })
  }

  @Test("A bearer token that is wrong is not made good by a cookie; another scheme is a proxy's")
  func oneCredential() throws {
    let route = try route(for: .read)
    let cookie = "staircase_session=\(try #require(secrets["read"]))"
    #expect(refusal(route, [.cookie: cookie]) == nil)
    #expect(refusal(route, [.cookie: cookie, .authorization: "Basic eDp5"]) == nil)
    #expect(refusal(route, [.authorization: "Basic eDp5"])?.status.code == 401)
    for bearer in ["Bearer x", "bearer", "BEARER  "] {
      #expect(refusal(route, [.cookie: cookie, .authorization: bearer])?.status.code == 401)
    }
  }

  @Test("A session opens what its token opens, until it ends")
  func sessions() throws {
    let now = Date()
    for (secret, seconds) in [("over", -1.0), ("begun", 3600)] {
      // Nobody has begun one since it ended, which would have removed it.
      try fixture.parts.store.write {
        try $0.createSession(
          digest: TokenSecret.digest(secret), token: 1, expiresAt: now + seconds, now: now - 60)
      }
    }
    #expect(try fixture.parts.store.read { try $0.tokens() }.first?.role == .read)
    let (read, write) = (try route(for: .read), try route(for: .write))
    #expect(refusal(read, [.cookie: "staircase_session=begun"]) == nil)
    #expect(refusal(write, [.cookie: "staircase_session=begun"])?.status == .forbidden)
    #expect(refusal(read, [.cookie: "staircase_session=over"])?.status == .unauthorized)
  }
}

extension ServiceFixture {
  /// The secret of a new token.
  func makeToken(_ role: Role) throws -> String {
    let secret = TokenSecret.make()
    _ = try parts.store.write {
      try $0.createToken(
        name: "for \(role)", role: role, digest: TokenSecret.digest(secret), now: Self.time)
    }
    return secret
  }
}
