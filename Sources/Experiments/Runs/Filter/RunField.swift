/// Something of a run that a filter compares and a list is sorted by.
package enum RunField: Hashable, Sendable {
  /// The latest value of a metric.
  case metric(String)
  case parameter(String)
  case tag(String)
  case attribute(Attribute)

  package enum Attribute: String, CaseIterable, Sendable {
    case id
    case name
    case status
    /// Name of the experiment.
    case experiment
    case study
    case jobId
    case createdAt
    case startedAt
    case endedAt

    /// By our word or by one of MLflow's, whatever the case of its letters.
    init?(word: String) {
      let word = word.lowercased()
      let mlflow: [String: Attribute] = [
        "run_id": .id, "run_name": .name, "run name": .name, "job_id": .jobId,
        "created": .createdAt, "created_at": .createdAt, "start_time": .startedAt,
        "end_time": .endedAt,
      ]
      let own = Self.allCases.first { $0.rawValue.lowercased() == word }
      guard let found = own ?? mlflow[word] else { return nil }
      self = found
    }

    /// Whether it is a time, compared in milliseconds since 1970.
    package var isTime: Bool {
      switch self {
      case .createdAt, .startedAt, .endedAt: true
      case .id, .name, .status, .experiment, .study, .jobId: false
      }
    }
  }

  /// Whether it is compared as a number.
  package var isNumber: Bool {
    switch self {
    case .metric: true
    case .parameter, .tag: false
    case .attribute(let attribute): attribute.isTime
    }
  }
}
