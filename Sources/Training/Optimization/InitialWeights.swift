package import Networks
import Tensors

/// Random weights for a new network. He et al. 2015: a normal distribution of deviation
/// sqrt(2 / fan-in) before a ReLU; of sqrt(1 / fan-in) for the last layer, which none follows.
/// Biases zero, batch-norm the identity.
package enum InitialWeights {
  /// Fills the weights of `network`. Each layer has a stream of its own, so its weights depend on
  /// the seed and its position.
  package static func fill(_ network: Network, seed: UInt64) {
    let layers = network.graph.layers
    for (position, layer) in layers.enumerated() {
      var generator = RandomGenerator(seed: seed, purpose: .initialWeights, index: position)
      let fanIn = layer.weightShape.dropFirst().reduce(1, *)
      let gain = position < layers.count - 1 ? 2.0 : 1.0
      generator.fillNormal(
        network.parameters["\(layer.name).weight"].value.buffer,
        standardDeviation: (gain / Double(fanIn)).squareRoot())
    }
  }
}
