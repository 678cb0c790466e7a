package import Foundation

/// POST /jobs/{id}/records: what a worker recorded since its last batch, stored in one
/// transaction. Batches of an attempt are numbered from 0; one that was stored already changes
/// nothing.
package struct RecordBatch: Codable, Sendable {
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
  /// Throws `InvalidJSON` or `InvalidSpec` with a pointer to each bad field.
  package init(json: Data) throws {
    self = try FieldReader.read(JSONCoding.tree(json)) { RecordBatch($0) }
  }

  package init(_ reader: FieldReader) {
    self.init(
      lease: reader.text("lease", about: "The token of the lease."),
      sequence: reader.integer(
        "sequence", in: 0...Int(Int32.max),
        about: "Batches of an attempt are numbered from 0; one stored before changes nothing."),
      metrics: Self.list(reader, "metrics", "New points of metrics.") { MetricPoint($0, now: nil) },
      quantizers: Self.list(
        reader, "quantizers", "Given once, before their first points.", Quantizer.init(_:)),
      stepPoints: Self.list(
        reader, "stepPoints", "New points of quantizers.", StepPoint.init(_:)),
      histograms: Self.list(
        reader, "histograms", "New histograms of what quantizers see.", Histogram.init(_:)),
      log: Self.list(reader, "log", "New lines of the job's log.", LogLine.init(_:)))
  }

  private static func list<Item>(
    _ reader: FieldReader, _ key: String, _ about: String, _ item: (FieldReader) -> Item
  ) -> [Item] {
    reader.objects(key, required: false, maximum: maximum, about: about, item)
  }
}
