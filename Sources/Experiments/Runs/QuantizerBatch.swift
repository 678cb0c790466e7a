/// POST /runs/{id}/quantizers: what a program that trains on its own recorded of its quantizers,
/// stored as a whole or not at all.
package struct QuantizerBatch: FieldMessage, Codable, Sendable {
  /// Those that are there already stay as they are.
  package var quantizers: [Quantizer]
  /// One a quantizer and step: the first that came stays.
  package var stepPoints: [StepPoint]
  /// One a quantizer and step: the first that came stays.
  package var histograms: [Histogram]

  package init(
    quantizers: [Quantizer] = [], stepPoints: [StepPoint] = [], histograms: [Histogram] = []
  ) {
    self.quantizers = quantizers
    self.stepPoints = stepPoints
    self.histograms = histograms
  }
}

extension QuantizerBatch {
  package init(_ reader: FieldReader) {
    func list<Item>(
      _ key: String, _ about: String, _ item: (FieldReader) -> Item
    ) -> [Item] {
      reader.objects(key, required: false, maximum: RecordBatch.maximum, about: about, item)
    }
    self.init(
      quantizers: list(
        "quantizers", "Given once, before their first points.", Quantizer.init(_:)),
      stepPoints: list("stepPoints", "New points of quantizers.", StepPoint.init(_:)),
      histograms: list(
        "histograms", "New histograms of what quantizers see.", Histogram.init(_:)))
  }
}
