/// POST /jobs/{id}/records: what a worker recorded since its last batch, stored in one
/// transaction. Batches of an attempt are numbered from 0; one that was stored already changes
/// nothing.
package struct RecordBatch: Codable, Sendable {
  package var lease: String
  package var sequence: Int
  package var metrics: [MetricPoint]
  /// Given once, before the first step points.
  package var quantizers: [Quantizer]
  package var stepPoints: [StepPoint]
  package var histograms: [Histogram]
  package var log: [LogLine]

  package init(
    lease: String, sequence: Int, metrics: [MetricPoint] = [], quantizers: [Quantizer] = [],
    stepPoints: [StepPoint] = [], histograms: [Histogram] = [], log: [LogLine] = []
  ) {
    self.lease = lease
    self.sequence = sequence
    self.metrics = metrics
    self.quantizers = quantizers
    self.stepPoints = stepPoints
    self.histograms = histograms
    self.log = log
  }
}
