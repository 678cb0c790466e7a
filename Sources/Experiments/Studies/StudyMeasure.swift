/// What the rows of a study's table are compared by.
package enum StudyMeasure: String, Codable, CaseIterable, Sendable {
  /// Accuracy, loss, size and time of the jobs of a row.
  case results
  /// R of each quantizer, averaged over the training.
  case updateRatio
  /// |s - s_min| / s_min of each quantizer at the end, s_min being the step size of least error.
  case quantizationError
}
