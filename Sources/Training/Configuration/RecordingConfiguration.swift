/// How often a run records what it does.
package struct RecordingConfiguration: Sendable, Equatable {
  /// When histograms are taken.
  package enum HistogramInterval: String, Sendable, CaseIterable {
    /// At the start, after every epoch and at the end.
    case epoch
    case never
  }

  /// Steps between two records of loss, accuracy, learning rate and speed.
  package var metricsEvery: Int
  /// Steps between two points of each quantizer's trajectory.
  package var stepSizesEvery: Int
  /// When histograms are taken.
  package var histograms: HistogramInterval

  package init(
    metricsEvery: Int = 10, stepSizesEvery: Int = 10, histograms: HistogramInterval = .epoch
  ) {
    self.metricsEvery = metricsEvery
    self.stepSizesEvery = stepSizesEvery
    self.histograms = histograms
  }
}
