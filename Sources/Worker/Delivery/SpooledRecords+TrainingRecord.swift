package import Experiments
package import Foundation
package import Training

extension SpooledRecords {
  /// A record of the engine in the words of the service.
  package init(_ record: TrainingRecord, time: Date) {
    switch record {
    case .quantizers(let quantizers):
      self.quantizers = quantizers.map { Quantizer($0) }
    case .metrics(let step, let epoch, let values):
      metrics = values.map { key, value in
        MetricPoint(key: key.rawValue, step: step, value: value, time: time)
      }
      if let text = Self.evaluation(step: step, epoch: epoch, values) {
        log = [LogLine(time: time, text: text)]
      }
    case .steps(let points):
      stepPoints = points.map { StepPoint($0) }
    case .histogram(let histogram):
      histograms = [Histogram(histogram)]
    case .log(let text):
      log = [LogLine(time: time, text: text.storable(LogLine.maximum))]
    case .warning(let text):
      log = [LogLine(time: time, text: "warning: \(text)".storable(LogLine.maximum))]
    }
  }

  /// What an evaluation found, for people; nil if these are values of training.
  private static func evaluation(
    step: Int, epoch: Int, _ values: [(key: TrainingMetric, value: Double)]
  ) -> String? {
    func value(_ key: TrainingMetric) -> Double? { values.first { $0.key == key }?.value }
    guard let accuracy = value(.testAccuracy), let loss = value(.testLoss) else { return nil }
    return String(
      format: "epoch %d, step %d: test loss %.4f, test accuracy %.2f%%", epoch, step, loss,
      accuracy * 100)
  }

  /// What a training came to, as metrics of its last step.
  init(_ result: TrainingResult, time: Date) {
    let values: [(ResultMetric, Double)] = [
      (.bestTestAccuracy, result.bestTestAccuracy), (.modelBytes, Double(result.modelBytes)),
      (.meanImagesPerSecond, result.imagesPerSecond), (.trainSeconds, result.seconds),
    ]
    metrics = values.map { key, value in
      MetricPoint(key: key.rawValue, step: result.step, value: value, time: time)
    }
  }
}

extension Quantizer {
  fileprivate init(_ description: QuantizerDescription) {
    self.init(
      id: description.id, layer: description.layer,
      kind: description.kind == .weight ? .weight : .activation, bits: description.bits,
      signed: description.signed, count: description.count, shape: description.shape,
      position: description.position)
  }
}

extension StepPoint {
  fileprivate init(_ point: QuantizerPoint) {
    self.init(
      quantizer: point.quantizer, step: point.step, stepSize: point.stepSize,
      gradient: point.gradient, updateRatio: point.updateRatio, mse: point.meanSquaredError,
      clippedLow: point.clippedLow, clippedHigh: point.clippedHigh,
      oscillation: point.oscillation ?? 0, unscaledGradient: point.unscaledGradient,
      occupancy: point.occupancy.map { ($0 * 10_000).rounded() / 10_000 })
  }
}

extension Histogram {
  fileprivate init(_ histogram: QuantizerHistogram) {
    self.init(
      quantizer: histogram.quantizer, step: histogram.step, low: histogram.lowest,
      high: histogram.highest, counts: histogram.counts, stepSize: histogram.stepSize,
      offset: histogram.offset,
      bestSteps: histogram.bestSteps.map {
        Histogram.BestSteps(mae: $0.mae, mse: $0.mse, kl: $0.kl)
      })
  }
}

extension JobProgress {
  /// What the engine tells of how far it is, in the words of the service.
  package init(_ progress: TrainingProgress) {
    self.init(
      step: progress.step, steps: progress.steps, epoch: progress.epoch, epochs: progress.epochs,
      imagesPerSecond: progress.imagesPerSecond,
      etaSeconds: progress.secondsLeft.isFinite ? progress.secondsLeft : nil)
  }
}
