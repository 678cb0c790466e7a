import Foundation
import Testing

import Experiments

struct SeriesAnswersTests {
  private static let values: [Double] = [
    0, -0.0, 1, -1, 0.1, 1e21, 1e-7, 123_456_789.125, .leastNonzeroMagnitude,
    .greatestFiniteMagnitude, 1e16, .nan,
    .infinity, -.infinity, 1.0 / 3,
  ]

  @Test("Series are written as the encoder writes them")
  func metrics() throws {
    let points = Self.values.enumerated().map {
      MetricSeries.Point(step: $0, value: $1, timeMs: 1_795_500_000_000 + $0)
    }
    let answer = MetricsAnswer(series: [
      MetricSeries(key: "a \"b\"/ü", points: points, total: 99, downsampled: true),
      MetricSeries(key: "empty", points: [], total: 0, downsampled: false),
    ])
    #expect(try Data(answer.json()) == JSONCoding.encoder().encode(answer))
    #expect(
      try Data(MetricsAnswer(series: []).json())
        == JSONCoding.encoder().encode(MetricsAnswer(series: [])))
  }

  @Test("Trajectories are written as the encoder writes them")
  func stepSizes() throws {
    var columns = StepSizeSeries.Columns()
    for (step, value) in Self.values.enumerated() {
      columns.append(
        StepPoint(
          quantizer: "q", step: step, stepSize: value, gradient: -value, updateRatio: value / 3,
          mse: value * 7, clippedLow: 0.5, clippedHigh: 1, oscillation: value))
    }
    let quantizer = Quantizer(
      id: "stem.weight", layer: "stem", kind: .weight, bits: 2, signed: true, count: 9,
      shape: [3, 3], position: 0)
    let answer = StepSizesAnswer(quantizers: [
      StepSizeSeries(quantizer: quantizer, points: columns, total: 15, downsampled: false)
    ])
    #expect(try Data(answer.json()) == JSONCoding.encoder().encode(answer))
  }
}
