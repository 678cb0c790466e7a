/// Loss and hits over a number of examples.
package struct BatchTally: Sendable, Codable, Equatable {
  /// Examples counted.
  package var examples = 0
  /// Sum of the examples' losses.
  package var loss = 0.0
  /// Sum of how far they are from the teacher.
  package var distillationLoss = 0.0
  /// Examples whose label has the highest logit.
  package var correct = 0
  /// Examples whose label is among the five highest logits.
  package var correctInFive = 0

  package init() {}

  mutating func add(
    _ batch: SoftmaxCrossEntropy, distillation: DistillationLoss? = nil, examples count: Int
  ) {
    examples += count
    loss += batch.loss
    distillationLoss += distillation?.loss ?? 0
    correct += batch.correct
    correctInFive += batch.correctInFive
  }

  /// Mean loss.
  package var meanLoss: Double { loss / Double(max(1, examples)) }
  /// Mean distance from the teacher.
  package var meanDistillationLoss: Double { distillationLoss / Double(max(1, examples)) }
  /// Top-1: the share of `correct`, 0...1.
  package var accuracy: Double { Double(correct) / Double(max(1, examples)) }
  /// Top-5: the share of `correctInFive`, 0...1.
  package var top5Accuracy: Double { Double(correctInFive) / Double(max(1, examples)) }
}
