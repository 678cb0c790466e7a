import Foundation
import TestSupport
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

  @Test("Steps may count tokens or be below 0, in either reader")
  func steps() throws {
    let points = #"{"key": "a", "value": 1, "step": 3000000000}"#
    let json = Data("{\"metrics\": [\(points)]}".utf8)
    #expect(try MetricBatch(json: json, now: Self.now).metrics.map(\.step) == [3_000_000_000])
    let below = Data(#"{"metrics": [{"key": "a", "value": 1, "step": -2}]}"#.utf8)
    #expect(try MetricBatch(json: below, now: Self.now).metrics.map(\.step) == [-2])
    let line = try MetricBatch(ndjson: Data(points.utf8), now: Self.now)
    #expect(line.metrics.map(\.step) == [3_000_000_000])
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

  /// The plain form is scanned, all else is read from a tree; a batch as NDJSON always is the
  /// latter.
  @Test("The plain form is read as the tree would be read", arguments: 1...40)
  func plainForm(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let points = (0..<50).map { _ in Self.point(&random) }
    let json = Data("{\"metrics\": [\(points.joined(separator: " ,"))]}".utf8)
    let lines = Data(points.joined(separator: "\n").utf8)
    let scanned = try MetricBatch(json: json, now: Self.now).metrics
    let read = try MetricBatch(ndjson: lines, now: Self.now).metrics
    #expect(scanned.count == 50)
    for (left, right) in zip(scanned, read) {
      #expect(left.value.bitPattern == right.value.bitPattern)
      #expect((left.key, left.step, left.time) == (right.key, right.step, right.time))
    }
  }

  private static func point(_ random: inout SeededGenerator) -> String {
    func pick(_ words: [String]) -> String {
      words[Int.random(in: 0..<words.count, using: &random)]
    }
    let real = Double.random(in: -1e3...1e3, using: &random)
    let value = pick([
      "\(real)", "\(real / 1e200)", "\(real * 1e280)", "\(Int(real))", "-0", "0", "0.0", "-0.0",
      "1e3",
      "1E-7", "9007199254740993", "0.1234567890123456789012345", "123456789012345678901", "2.50",
      "\(Float(real))",
    ])
    var fields = [
      "\"key\": \"\(pick(["loss", "test accuracy", "größe", "a/b"]))\"", "\"value\":\(value)",
    ]
    let step = Int.random(in: 0...MetricBatch.steps.upperBound, using: &random)
    if Bool.random(using: &random) { fields.append(" \"step\" : \(step)") }
    let milliseconds = Int.random(in: 0...253_402_300_799_999, using: &random)
    let time = pick([
      "\(milliseconds)", "\"2026-11-24T06:00:00Z\"", "\"2024-02-29T23:59:59.999Z\"",
      "\"2026-11-24T07:00:00+01:00\"",
    ])
    if Bool.random(using: &random) { fields.append("\"time\":\(time)") }
    return "{\(fields.shuffled(using: &random).joined(separator: ","))}"
  }

  @Test(
    "What is nearly the plain form is refused as before",
    arguments: [
      #"{"metrics": [{"key": "a", "value": 1}]} x"#, #"{"metrics": [{"key": "a", "value": 01}]}"#,
      #"{"metrics": [{"key": "a", "value": 1.}]}"#, #"{"metrics": [{"key": "a", "value": .5}]}"#,
      #"{"metrics": [{"key": "a", "value": 1, "value": 2}]}"#, #"{"metrics": [{"value": 1}]}"#,
      #"{"metrics": [{"key": "a", "value": 1, "step": -1.5}]}"#, #"{"metrics": [{"key": "a"}]}"#,
      #"{"metrics": [{"key": "a", "value": 1, "step": 9007199254740992}]}"#,
      #"{"metrics": [{"key": "a", "value": 1,}]}"#, #"{"metrics": [{"key": "a", "value": 1}"#,
      #"{"metrics": [{"key": "a", "value": 1e999}]}"#, #"{"metrics": [], "more": 1}"#,
    ])
  func refusals(_ json: String) {
    #expect(throws: (any Error).self) { try MetricBatch(json: Data(json.utf8), now: Self.now) }
  }
}
