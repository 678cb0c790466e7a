/// What one step's forward pass came to.
package struct StepLoss {
  /// Against the labels.
  package var labels: SoftmaxCrossEntropy
  /// Against the teacher, if there is one.
  package var teacher: DistillationLoss?

  /// Whether every part is a number.
  package var isFinite: Bool { labels.loss.isFinite && teacher?.loss.isFinite != false }
}
