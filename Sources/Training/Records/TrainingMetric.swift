/// The metrics a run records. Raw values are the keys under which they are stored.
package enum TrainingMetric: String, Sendable, CaseIterable {
  /// Mean cross-entropy of the training batches since the last record, labels smoothed if asked.
  case trainLoss
  /// Mean distance from the teacher since then, T^2 * KL; only with a teacher.
  case distillationLoss
  /// Norm of all gradients together at the last step, before it is limited; only if it is.
  case gradientNorm
  /// Share of the training examples since the last record that were classified rightly, 0...1.
  case trainAccuracy
  /// Mean cross-entropy on the test set.
  case testLoss
  /// Top-1 share on the test set, 0...1.
  case testAccuracy
  /// Top-5 share on the test set, 0...1.
  case testTop5
  /// The learning rate of the step.
  case learningRate
  /// Training examples a second since the last record.
  case imagesPerSecond
  /// Resident memory of the process, bytes.
  case memoryBytes
}
