/// Stochastic gradient descent with momentum:
/// v = momentum * v + (g + weightDecay * w); w -= learningRate * v.
package struct OptimizerConfiguration: Sendable, Equatable {
  /// What weight decay applies to beside conv and linear weights, if asked.
  package enum Decayed: String, Sendable, CaseIterable {
    /// Step sizes, and offsets of quantizers.
    case stepSizes
    /// Scale and shift of batch-norm.
    case normalization
    /// Biases of linear layers.
    case biases
  }

  /// The learning rate that the schedule starts from.
  package var learningRate: Double
  /// The share of the last update that is kept.
  package var momentum: Double
  /// The factor of the L2 penalty on conv and linear weights, and on what `alsoDecays` names.
  package var weightDecay: Double
  /// What else it applies to.
  package var alsoDecays: Set<Decayed>
  /// The factor of the L2 penalty on the clipping levels of PACT.
  package var clippingDecay: Double
  /// The norm of all gradients together is brought down to this if it is larger; nil for no limit.
  package var clipNorm: Double?

  package init(
    learningRate: Double = 0.01, momentum: Double = 0.9, weightDecay: Double = 1e-4,
    alsoDecays: Set<Decayed> = [], clippingDecay: Double = 1e-4, clipNorm: Double? = nil
  ) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.weightDecay = weightDecay
    self.alsoDecays = alsoDecays
    self.clippingDecay = clippingDecay
    self.clipNorm = clipNorm
  }
}
