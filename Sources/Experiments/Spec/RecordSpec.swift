/// How often a run records what.
package struct RecordSpec: Codable, Hashable, Sendable {
  /// Steps between points of train loss, accuracy, learning rate and speed.
  package var metricsEvery: Int
  /// Steps between points of each quantizer.
  package var stepSizesEvery: Int
  package var histogramsEvery: HistogramInterval

  package enum HistogramInterval: String, Codable, CaseIterable, Sendable {
    /// At the start, after every epoch and at the end.
    case epoch
    case never
  }

  init(_ reader: FieldReader) {
    metricsEvery = reader.integer(
      "metricsEvery", in: 1...1_000_000, default: 10,
      about: "Steps between points of train loss, accuracy, learning rate and speed.")
    stepSizesEvery = reader.integer(
      "stepSizesEvery", in: 1...1_000_000, default: 10,
      about: "Steps between points of each quantizer.")
    histogramsEvery = reader.choice(
      "histogramsEvery", default: .epoch,
      about:
        "Histograms of what each quantizer sees: at the start, each epoch and the end, or never.")
  }
}
