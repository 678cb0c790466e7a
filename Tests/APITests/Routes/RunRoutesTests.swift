import Testing

import API

struct RunRoutesTests {
  @Test("A run is changed under If-Match only while it is the version that was read")
  func sameVersion() async throws {
    let level = RouterLevel(fixture: try ServiceFixture())
    let read = try await level.answer(RouteCase("GET /api/v1/runs/{run}", is: 200))
    let tag = try #require(read.fields["etag"])
    func rename(_ name: String) async throws -> Int {
      let body = "{\"name\": \"\(name)\"}"
      return try await level.answer(
        RouteCase("PATCH /api/v1/runs/{run}", body, headers: ["If-Match": tag], is: 0)
      ).status
    }
    #expect(try await rename("first") == 200)
    #expect(try await rename("second") == 412)
    let now = try await level.answer(RouteCase("GET /api/v1/runs/{run}", is: 200))
    #expect(now.body.contains("\"name\":\"first\""))
  }
}
