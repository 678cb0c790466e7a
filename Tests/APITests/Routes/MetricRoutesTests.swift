import Testing

import API

struct MetricRoutesTests {
  @Test("A metric is one however its name is spelled, in points, queries and filters")
  func names() async throws {
    let level = RouterLevel(fixture: try ServiceFixture())
    let points = #"{"key": "\#u{E9}", "value": 1}, {"key": "e\#u{301}", "value": 2, "step": 1}"#
    let logged = try await level.answer(
      RouteCase("POST /api/v1/runs/{run}/metrics", "{\"metrics\": [\(points)]}", is: 204))
    #expect(logged.status == 204)
    for spelled in ["%C3%A9", "e%CC%81"] {
      let series = try await level.answer(
        RouteCase("GET /api/v1/runs/{run}/metrics?keys=\(spelled)", is: 200))
      #expect(series.body.contains(#""total":2"#))
      let runs = try await level.answer(
        RouteCase("GET /api/v1/runs?filter=metrics.%60\(spelled)%60%20%3D%202", is: 200))
      #expect(runs.body.contains(level.fixture.fillIn("{run}")))
    }
  }
}
