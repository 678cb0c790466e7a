import Experiments
import Store
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

  @Test(
    "Every point comes once, in the order of steps, over as many pieces as that takes",
    arguments: ["csv", "ndjson"])
  func manyPoints(_ format: String) async throws {
    let level = RouterLevel(fixture: try ServiceFixture())
    let run = try #require(level.fixture.names["run"])
    let points = (0..<4500).map {
      MetricPoint(key: "long", step: $0, value: Double($0), time: ServiceFixture.time)
    }
    _ = try level.fixture.parts.store.write { try $0.log(metrics: points, run: run) }
    let answer = try await level.answer(
      RouteCase("GET /api/v1/runs/{run}/metrics.\(format)?keys=long", is: 200))
    var lines = answer.body.split(whereSeparator: \.isNewline)
    let header = format == "csv" ? lines.removeFirst() : nil
    #expect(header == (format == "csv" ? "key,step,value,time" : nil))
    #expect(lines.count == points.count)
    for (line, point) in zip(lines, points) {
      let start =
        format == "csv"
        ? "long,\(point.step),\(point.value)," : #"{"key":"long","step":\#(point.step),"#
      #expect(line.hasPrefix(start))
    }
  }
}
