/// How a forward pass is made.
package struct ForwardPass: Sendable {
  /// Whether batch-norm uses the batch's statistics and updates its running ones, and dropout is
  /// at work.
  package var trains: Bool
  /// What is measured of quantizers.
  package var observation: Observation
  /// How many examples the batch has, the rest of it being zeros; nil for a full one.
  package var examples: Int?
  /// Whether step sizes that are fitted to their values are fitted anew, those of activations to
  /// the values that an observation takes.
  package var refits: Bool
  /// The weight of the batch in batch-norm's running statistics, 0 to 1; nil for the network's own.
  package var momentum: Double?
  /// Seeds what is random in training; another number each step.
  package var randomness: UInt64

  package init(
    trains: Bool, observation: Observation = [], examples: Int? = nil, refits: Bool = false,
    momentum: Double? = nil, randomness: UInt64 = 0
  ) {
    self.examples = examples
    self.momentum = momentum
    self.trains = trains
    self.observation = observation
    self.refits = refits
    self.randomness = randomness
  }
}
