import Foundation
import Testing

import Experiments

struct RecordBatchTests {
  private static let noon = Timestamp.date(milliseconds: 1_795_500_000_000)

  @Test("What a worker writes is read as it was meant, NaN and infinities too")
  func roundTrip() throws {
    let batch = RecordBatch(
      lease: "lease", sequence: 7,
      metrics: [
        MetricPoint(key: "loss", step: 0, value: .nan, time: Self.noon),
        MetricPoint(key: "loss", step: 1, value: -.infinity, time: Self.noon),
      ],
      quantizers: [
        Quantizer(
          id: "stem.weight", layer: "stem", kind: .weight, bits: 8, signed: true, count: 144,
          shape: [16, 1, 3, 3], position: 0)
      ],
      stepPoints: [
        StepPoint(
          quantizer: "stem.weight", step: 1, stepSize: .nan, gradient: 1, updateRatio: .infinity,
          mse: 0, clippedLow: 0, clippedHigh: 1, oscillation: 0, unscaledGradient: .nan,
          occupancy: [0, 0.25, 1]),
        StepPoint(
          quantizer: "stem.weight", step: 2, stepSize: 1, gradient: 1, updateRatio: 1, mse: 0,
          clippedLow: 0, clippedHigh: 1, oscillation: 0),
      ],
      histograms: [
        Histogram(
          quantizer: "stem.weight", step: 1, low: .nan, high: .nan, counts: [0, 3], stepSize: 1,
          bestSteps: Histogram.BestSteps(mae: 1, mse: .nan, kl: 3)),
        Histogram(
          quantizer: "fc.input", step: 1, low: 0, high: 1, counts: [3], stepSize: 1,
          offset: -0.25),
      ],
      log: [LogLine(time: Self.noon, text: "")])
    let json = try JSONCoding.encoder().encode(batch)
    let again = try JSONCoding.encoder().encode(RecordBatch(json: json))
    #expect(String(decoding: again, as: UTF8.self) == String(decoding: json, as: UTF8.self))
  }

  @Test("A histogram without an offset, as workers of earlier versions send them, has none")
  func withoutOffset() throws {
    let histogram =
      #""quantizer": "q", "step": 1, "low": 0, "high": 1, "counts": [1], "stepSize": 1"#
    for members in [histogram, histogram + #", "offset": null"#] {
      let json = #"{"lease": "l", "sequence": 0, "histograms": [{\#(members)}]}"#
      #expect(try RecordBatch(json: Data(json.utf8)).histograms.map(\.offset) == [nil])
    }
    // And so does one that a service of an earlier version answers.
    let answer: Histogram = try JSONCoding.value("{\(histogram)}")
    #expect(answer.offset == nil)
  }

  @Test("Names that look alike are one name")
  func names() throws {
    let point = #""step": 1, "value": 1, "time": 5"#
    let json = """
      {"lease": "l", "sequence": 0, "metrics": [{"key": "\u{E9}", \(point)},
      {"key": "e\u{301}", \(point)}]}
      """
    let batch = try RecordBatch(json: Data(json.utf8))
    #expect(batch.metrics.map { Array($0.key.utf8) } == [[0xC3, 0xA9], [0xC3, 0xA9]])
  }
}
