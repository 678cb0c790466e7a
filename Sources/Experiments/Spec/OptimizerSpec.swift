/// Stochastic gradient descent:
/// v = momentum * v + (gradient + weightDecay * w); w -= learningRate * v.
package struct OptimizerSpec: Codable, Hashable, Sendable {
  package var name: Name
  package var learningRate: Double
  package var momentum: Double
  /// Applies to the weights of convolutions and linear layers, and to what `alsoDecay` names.
  package var weightDecay: Double
  package var alsoDecay: [Decayed]
  /// The norm of all gradients together is brought down to this if it is larger; nil for no limit.
  package var clipNorm: Double?

  package enum Name: String, Codable, CaseIterable, Sendable {
    case sgd
  }

  /// What decays only if asked to.
  package enum Decayed: String, Codable, CaseIterable, Sendable {
    /// Step sizes, and the offsets of `lsq+`.
    case stepSizes = "step-sizes"
    /// Scale and shift.
    case batchNorm = "batch-norm"
    /// Biases of linear layers.
    case biases
  }

  init(_ reader: FieldReader) {
    name = reader.choice("name", default: .sgd, about: "The rule of each step.")
    learningRate = reader.number(
      "learningRate", in: 0...100, default: 0.01, about: "The rate that the schedule starts from.")
    momentum = reader.number(
      "momentum", in: 0...0.9999, default: 0.9,
      about: "The share of the last step that is taken again.")
    weightDecay = reader.number(
      "weightDecay", in: 0...1, default: 1e-4,
      about: "Pulls the weights of convolutions and linear layers to zero.")
    alsoDecay = reader.choices("alsoDecay", default: [], about: "What else decays.")
    clipNorm = reader.optionalNumber(
      "clipNorm", in: 1e-12...1e12,
      about: "The limit of the norm of all gradients together; null for none.")
  }
}
