/// Stochastic gradient descent with momentum: v = momentum * v + (g + weightDecay * w); w -= rate * v.
///
/// Weight decay applies to conv and linear weights only: not to step sizes, batch-norm or biases.
package struct OptimizerConfiguration: Sendable, Codable, Equatable {
  /// The learning rate that the schedule starts from.
  package var learningRate: Double
  /// The share of the last update that is kept.
  package var momentum: Double
  /// The factor of the L2 penalty.
  package var weightDecay: Double

  package init(learningRate: Double = 0.01, momentum: Double = 0.9, weightDecay: Double = 1e-4) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.weightDecay = weightDecay
  }
}
