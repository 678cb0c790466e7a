import Experiments
import Foundation
import Testing
import Training

import Worker

/// What the engine tells, in the words of the service.
struct SpooledRecordsTests {
  private static let time = Timestamp.date(milliseconds: 1_795_500_000_000)

  private static func records(_ record: TrainingRecord) -> SpooledRecords {
    SpooledRecords(record, time: time)
  }

  @Test("A point has each number in its place, the gradient as the optimizer sees it")
  func stepPoints() {
    var point = QuantizerPoint(
      quantizer: "stem.weight", step: 3, stepSize: 0.5, unscaledGradient: 8, gradient: 2,
      updateRatio: 3, meanSquaredError: 4, clippedLow: 0.1, clippedHigh: 0.2, oscillation: 0.3,
      occupancy: [0.25, 0.33333, 0.41667])
    var expected = StepPoint(
      quantizer: "stem.weight", step: 3, stepSize: 0.5, gradient: 2, updateRatio: 3, mse: 4,
      clippedLow: 0.1, clippedHigh: 0.2, oscillation: 0.3, unscaledGradient: 8,
      occupancy: [0.25, 0.3333, 0.4167])
    #expect(Self.records(.steps([point])).stepPoints == [expected])
    // Those of activations are not told apart from one step to the next.
    point.oscillation = nil
    expected.oscillation = 0
    #expect(Self.records(.steps([point])).stepPoints == [expected])
  }

  @Test("Quantizers and histograms are as they were described")
  func descriptions() {
    let kinds: [(kind: QuantizerDescription.Kind, signed: Bool)] = [
      (.weight, true), (.activation, false),
    ]
    let quantizers = kinds.map {
      QuantizerDescription(
        id: "fc.\($0)", layer: "fc", kind: $0, bits: 3, signed: $1, shape: [10, 64], count: 640,
        position: 9)
    }
    #expect(
      Self.records(.quantizers(quantizers)).quantizers == [
        Quantizer(
          id: "fc.weight", layer: "fc", kind: .weight, bits: 3, signed: true, count: 640,
          shape: [10, 64], position: 9),
        Quantizer(
          id: "fc.activation", layer: "fc", kind: .activation, bits: 3, signed: false, count: 640,
          shape: [10, 64], position: 9),
      ])
    let histogram = QuantizerHistogram(
      quantizer: "fc.input", step: 5, stepSize: 0.5, offset: -0.25, lowest: -1, highest: 2,
      counts: [1, 2, 3], bestSteps: QuantizerHistogram.BestSteps(mae: 0.1, mse: 0.2, kl: 0.3))
    #expect(
      Self.records(.histogram(histogram)).histograms == [
        Histogram(
          quantizer: "fc.input", step: 5, low: -1, high: 2, counts: [1, 2, 3], stepSize: 0.5,
          offset: -0.25, bestSteps: Histogram.BestSteps(mae: 0.1, mse: 0.2, kl: 0.3))
      ])
  }

  @Test("A warning is a line of the log that says so")
  func warning() {
    #expect(
      Self.records(.warning("no loss")).log == [LogLine(time: Self.time, text: "warning: no loss")])
  }

  @Test("Metrics have the names of the engine, and an evaluation is a line of the log")
  func metrics() {
    let trained = Self.records(
      .metrics(step: 4, epoch: 1, values: [(.trainLoss, 0.5), (.learningRate, 0.01)]))
    #expect(
      trained.metrics == [
        MetricPoint(key: "trainLoss", step: 4, value: 0.5, time: Self.time),
        MetricPoint(key: "learningRate", step: 4, value: 0.01, time: Self.time),
      ])
    #expect(trained.log.isEmpty)
    let evaluated = Self.records(
      .metrics(step: 4, epoch: 1, values: [(.testLoss, 0.25), (.testAccuracy, 0.75)]))
    #expect(evaluated.metrics.map(\.key) == ["testLoss", "testAccuracy"])
    #expect(
      evaluated.log == [
        LogLine(
          time: Self.time, text: "epoch 1, step 4: test loss 0.2500, test accuracy 75.00%")
      ])
  }
}
