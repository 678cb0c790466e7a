import Foundation
import Testing

import Experiments

struct MetricBatchTests {
  static let now = Timestamp.date(milliseconds: 1000)

  static func errors(_ body: () throws -> Void) -> [FieldError] {
    do {
      try body()
      return []
    } catch let error as InvalidSpec {
      return error.errors
    } catch {
      return [FieldError(pointer: "?", detail: "\(error)")]
    }
  }

  @Test("Step and time have defaults; NaN and the infinities are values")
  func defaults() throws {
    let json = #"""
      {"metrics": [{"key": "a", "value": 1}, {"key": "b", "value": "-Infinity", "step": 3,
       "time": 5}, {"key": "c", "value": "NaN", "time": "1970-01-01T00:00:02Z"}]}
      """#
    let points = try MetricBatch(json: Data(json.utf8), now: Self.now).metrics
    #expect(points[0] == MetricPoint(key: "a", step: 0, value: 1, time: Self.now))
    #expect(
      points[1]
        == MetricPoint(
          key: "b", step: 3, value: -.infinity, time: Timestamp.date(milliseconds: 5)))
    #expect(points[2].value.isNaN)
    #expect(points[2].time == Timestamp.date(milliseconds: 2000))
  }

  @Test("A bad point is named by its place")
  func badPoint() {
    let json = #"{"metrics": [{"key": "a", "value": 1}, {"key": "", "value": "x", "at": 2}, 5]}"#
    #expect(
      Self.errors { _ = try MetricBatch(json: Data(json.utf8), now: Self.now) }.map(\.pointer)
        .sorted() == ["/metrics/1/at", "/metrics/1/key", "/metrics/1/value", "/metrics/2"])
  }

  @Test("NDJSON is read line by line; an error begins with the number of its line")
  func lines() throws {
    let good = "{\"key\": \"a\", \"value\": 1}\r\n\n{\"key\": \"a\", \"value\": 2, \"step\": 1}\n"
    #expect(try MetricBatch(ndjson: Data(good.utf8), now: Self.now).metrics.map(\.value) == [1, 2])
    let bad = "{\"key\": \"a\", \"value\": 1}\n{\"key\": \"a\"\n{\"key\": \"a\"}"
    #expect(
      Self.errors { _ = try MetricBatch(ndjson: Data(bad.utf8), now: Self.now) }.map(\.pointer)
        == ["/1", "/2/value"])
  }
}
