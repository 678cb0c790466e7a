import Testing

import API

@Suite(.serialized, .timeLimit(.minutes(5)))
struct RunRoutesTests {
  @Test(
    "A run is changed under If-Match only while it is the version that was read",
    arguments: [("{run}", false), ("{jobRun}", true)])
  func sameVersion(_ run: String, isCompressed: Bool) async throws {
    let level = try SocketLevel(ServiceFixture())
    let row = RouteCase("GET /api/v1/runs/\(run)", headers: ["Accept-Encoding": "gzip"], is: 200)
    let tag = try #require(try await level.answer(row).fields["etag"])
    #expect(tag.hasSuffix("-gz\"") == isCompressed)
    func rename(_ name: String) async throws -> Int {
      let body = "{\"name\": \"\(name)\"}"
      return try await level.answer(
        RouteCase("PATCH /api/v1/runs/\(run)", body, headers: ["If-Match": tag], is: 0)
      ).status
    }
    #expect(try await rename("first") == 200)
    #expect(try await rename("second") == 412)
    #expect(try await level.answer(row).body.contains("\"name\":\"first\""))
    await level.stop()
  }
}
