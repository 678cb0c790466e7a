/// Where a run is in its life, in MLflow's words.
package enum RunStatus: String, Codable, CaseIterable, Sendable {
  /// Its job has not started.
  case scheduled
  case running
  case finished
  case failed
  /// It was stopped before its end.
  case killed

  /// Whether the run has ended.
  package var isFinal: Bool { self != .scheduled && self != .running }
}
