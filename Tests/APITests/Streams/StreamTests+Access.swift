import Client
import Experiments
import Foundation
import HTTP
import Jobs
import Store
import Testing

import API

extension StreamTests {
  @Test("Streams that a token opened end when it is revoked, and those of others go on")
  func revoked() async throws {
    let level = try SocketLevel(ServiceFixture())
    let fixture = level.fixture
    let (lost, kept) = (try fixture.makeToken(.read), try fixture.makeToken(.read))
    let running = try #require(fixture.names["running"])
    func client(_ secret: String) throws -> ServiceClient {
      ServiceClient(server: try level.url, token: secret)
    }
    let after = "\(fixture.parts.queue.events.lastId)"
    var events = try client(lost).events(after: after).makeAsyncIterator()
    var others = try client(kept).events(after: after).makeAsyncIterator()
    var log = try client(lost).followLog(job: running).makeAsyncIterator()
    #expect(try await log.next() == "2026-11-24T06:00:00.000Z began")
    _ = try fixture.parts.queue.cancel(job: try #require(fixture.names["queued"]))
    #expect(try await events.next()?.kind == "job")
    #expect(try await others.next()?.kind == "job")

    try fixture.parts.store.write { try $0.revokeToken(id: 1) }
    let last = try await events.next()
    #expect(last?.kind == "dropped" && last?.data == #"{"reason":"access ended"}"#)
    #expect(try await events.next() == nil)
    // The job goes on: what its reader has is not the whole log.
    await #expect(throws: ClientError.self) { while try await log.next() != nil {} }
    _ = try fixture.parts.queue.cancel(job: running)
    #expect(try await others.next()?.kind == "job")
    await level.stop()
  }

  @Test("The streams of a browser end with its session")
  func sessionEnded() async throws {
    let level = try SocketLevel(ServiceFixture())
    let fixture = level.fixture
    _ = try fixture.makeToken(.read)
    let secret = TokenSecret.make()
    let digest = TokenSecret.digest(secret)
    try fixture.parts.store.write {
      try $0.createSession(
        digest: digest, token: 1, expiresAt: Date(timeIntervalSinceNow: 3), now: Date())
    }
    let headers = ["Cookie": "staircase_session=\(secret)"]
    // Its answer is whole only once the stream has ended.
    let answer = try await level.answer(RouteCase("GET /api/v1/events", headers: headers, is: 200))
    #expect(answer.status == 200)
    #expect(answer.body.hasSuffix("event: dropped\ndata: {\"reason\":\"access ended\"}\n\n"))
    #expect(
      try await level.answer(RouteCase("GET /api/v1/events", headers: headers, is: 401)).status
        == 401)
    await level.stop()
  }
}
