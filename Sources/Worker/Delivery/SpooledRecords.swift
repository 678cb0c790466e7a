package import Experiments
import Foundation

/// Some of what a job recorded, in the form in which it waits on disk: a line of JSON.
package struct SpooledRecords: Codable, Sendable {
  package var metrics: [MetricPoint] = []
  package var quantizers: [Quantizer] = []
  package var stepPoints: [StepPoint] = []
  package var histograms: [Histogram] = []
  package var log: [LogLine] = []

  package init(metrics: [MetricPoint] = []) {
    self.metrics = metrics
  }

  /// Adds what was recorded after these.
  mutating func append(_ later: SpooledRecords) {
    metrics += later.metrics
    quantizers += later.quantizers
    stepPoints += later.stepPoints
    histograms += later.histograms
    log += later.log
  }

  func batch(lease: String, sequence: Int) -> RecordBatch {
    RecordBatch(
      lease: lease, sequence: sequence, metrics: metrics, quantizers: quantizers,
      stepPoints: stepPoints, histograms: histograms, log: log)
  }
}
