/// GET /runs/{id}/metrics.
package struct MetricsAnswer: Codable, Sendable {
  package var series: [MetricSeries]

  package init(series: [MetricSeries]) {
    self.series = series
  }
}

/// GET /runs/{id}/step-sizes.
package struct StepSizesAnswer: Codable, Sendable {
  package var quantizers: [StepSizeSeries]

  package init(quantizers: [StepSizeSeries]) {
    self.quantizers = quantizers
  }
}
