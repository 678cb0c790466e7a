import Networks
import Tensors
import Testing

/// The gradient of each whole network against the slope of its loss: a buffer that is read before it is written, or
/// shared too early, shows here and in no test of a single operation.
@Suite struct ArchitectureGradientTests {
  /// Large enough for five halvings to leave four pixels.
  static let side = 64

  @Test(arguments: Architecture.all.map(\.name))
  func theGradientIsTheSlopeOfTheLoss(name: String) throws {
    let graph = try ArchitectureTests.graph(name, side: Self.side, classes: 5)
    let network = try NetworkTests.network(graph, batch: 4, threads: 2)
    Self.fillAtRandom(network)
    OperationGradientTests.differentiate(network)
    let start = network.parameters.values.values
    let gradient = network.parameters.gradients.values
    let steepness = gradient.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    // As far along the gradient, either way, as changes the loss by a hundredth.
    let length = 0.01 / steepness
    func loss(at distance: Double) -> Double {
      network.parameters.values.copy(
        zip(start, gradient).map { Float(Double($0) + distance / steepness * Double($1)) })
      return OperationGradientTests.loss(network)
    }
    let slope = (loss(at: length) - loss(at: -length)) / (2 * length)
    #expect(abs(slope / steepness - 1) < 0.1, "\(slope), \(steepness)")
  }

  /// He's weights, and images, from an even distribution. The waves of other tests are so alike that deep networks of
  /// them are chaotic.
  private static func fillAtRandom(_ network: Network) {
    var state: UInt64 = 7
    func fill(_ tensor: Tensor, deviation: Double) {
      tensor.copy(
        (0..<tensor.count).map { _ in
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          return Float((Double(state >> 11) * 0x1p-53 - 0.5) * 12.0.squareRoot() * deviation)
        })
    }
    fill(network.input, deviation: 1)
    for layer in network.graph.layers {
      let fanIn = Double(layer.weightShape.dropFirst().reduce(1, *))
      fill(network.parameters["\(layer.name).weight"].value, deviation: (2 / fanIn).squareRoot())
    }
  }
}
