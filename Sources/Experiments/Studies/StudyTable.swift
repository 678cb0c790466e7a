/// The results of a study: a row for each thing that was tried, a value for each thing that was
/// measured.
package struct StudyTable: Codable, Hashable, Sendable {
  /// The columns that name a row, in order.
  package var keys: [String]
  /// The columns of results, in order.
  package var measures: [String]
  package var rows: [Row]

  package struct Row: Codable, Hashable, Sendable {
    /// By key.
    package var labels: [String: String]
    /// By measure; what no job has yet is absent.
    package var values: [String: Statistic]
    /// Ids of the row's jobs, one a seed.
    package var jobs: [String]
    /// How many of them failed, as a training that diverges does.
    package var failed: Int

    package init(
      labels: [String: String], values: [String: Statistic], jobs: [String], failed: Int = 0
    ) {
      self.failed = failed
      self.labels = labels
      self.values = values
      self.jobs = jobs
    }
  }

  package init(keys: [String], measures: [String], rows: [Row]) {
    self.keys = keys
    self.measures = measures
    self.rows = rows
  }
}

/// Mean and deviation of what the jobs of several seeds came to.
package struct Statistic: Codable, Hashable, Sendable {
  package var mean: Double
  /// The deviation of the sample, over count - 1; nil of a single value.
  package var deviation: Double?
  /// The number of seeds.
  package var count: Int

  /// nil without values.
  package init?(_ values: [Double]) {
    guard !values.isEmpty else { return nil }
    let mean = values.reduce(0, +) / Double(values.count)
    self.mean = mean
    count = values.count
    guard count > 1 else { return }
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    deviation = (squares / Double(count - 1)).squareRoot()
  }
}
