/// POST /jobs/{id}/records: what a worker recorded since its last batch, stored in one
/// transaction. Batches of an attempt are numbered from 0; one that was stored already changes
/// nothing.
package struct RecordBatch: FieldMessage, Codable, Sendable {
  /// More points, quantizers, histograms or lines in one batch are refused.
  package static let maximum = 100_000

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

extension RecordBatch {
  package init(_ reader: FieldReader) {
    lease = reader.text("lease", about: "The token of the lease.")
    sequence = reader.integer(
      "sequence", in: 0...Int(Int32.max),
      about: "Batches of an attempt are numbered from 0; one stored before changes nothing.")
    metrics = reader.objects(
      "metrics", required: false, maximum: Self.maximum, about: "New points of metrics."
    ) { MetricPoint($0, now: nil) }
    let ofQuantizers = QuantizerBatch(reader)
    quantizers = ofQuantizers.quantizers
    stepPoints = ofQuantizers.stepPoints
    histograms = ofQuantizers.histograms
    log = reader.objects(
      "log", required: false, maximum: Self.maximum, about: "New lines of the job's log.",
      LogLine.init(_:))
  }
}
