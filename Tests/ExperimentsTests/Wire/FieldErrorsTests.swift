import Foundation
import Testing

import Experiments

/// A document in which everything is wrong is answered by some of it.
struct FieldErrorsTests {
  private static let points = 100_000

  private static func answer(_ json: String) -> [FieldError] {
    do {
      _ = try MetricBatch(json: Data(json.utf8), now: Timestamp.date(milliseconds: 0))
      return []
    } catch let error as InvalidSpec {
      return error.errors
    } catch {
      return [FieldError(pointer: "?", detail: "\(error)")]
    }
  }

  @Test(
    "Reading stops after a hundred errors, and says so",
    arguments: [
      "0", "{}", "NaN", #"{"key": "a", "value": NaN}"#, #"{"key": "a", "value": 1, "x": 1}"#,
    ])
  func items(_ item: String) {
    let items = Array(repeating: item, count: Self.points).joined(separator: ",")
    let errors = Self.answer("{\"metrics\": [\(items)]}")
    #expect(errors.count == 101)
    #expect(errors.last?.detail == "reading stopped here: there may be more errors")
  }

  @Test("Unknown keys are named a hundred at most")
  func keys() {
    let keys = (0..<Self.points).map { "\"k\($0)\": 1" }.joined(separator: ",")
    #expect(Self.answer("{\(keys)}").count == 101)
  }

  @Test("Long keys make no long answer")
  func longKeys() throws {
    let key = String(repeating: "k", count: 1 << 20)
    let members = (0..<50).map { "\"x\($0)\": NaN" }.joined(separator: ",")
    #expect(Self.answer("{\"\(key)\": {\(members)}}").count == 2)
    let layers = #"{"quantizer": {"layers": {"\#(key)": {\#(members)}}}}"#
      .replacingOccurrences(of: "NaN", with: "1")
    do {
      _ = try JobSpec(json: Data(layers.utf8))
    } catch let error as InvalidSpec {
      #expect(error.errors.reduce(0) { $0 + $1.pointer.utf8.count } < 2 * key.utf8.count)
    }
  }

  @Test("Nothing is added to the errors of a document that has few")
  func few() {
    #expect(Self.answer(#"{"metrics": [0, 0]}"#).map(\.pointer) == ["/metrics/0", "/metrics/1"])
  }
}
