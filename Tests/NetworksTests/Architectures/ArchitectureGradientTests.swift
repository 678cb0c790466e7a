import Networks
import Tensors
import Testing

/// The gradient of each whole network against the slope of its loss: a buffer that is read before
/// it is written, or shared too early, shows here and in no test of a single operation.
@Suite struct ArchitectureGradientTests {
  /// Large enough for five halvings to leave four pixels.
  static let side = 64

  /// Those that repeat the blocks of a shallower one.
  private static let deeper = ["resnet32", "resnet56", "resnet34", "resnet101", "resnet152"]

  @Test(arguments: Architecture.all.map(\.name).filter { !deeper.contains($0) })
  func theGradientIsTheSlopeOfTheLoss(name: String) throws {
    let graph = try ArchitectureTests.graph(name, side: Self.side, classes: 5)
    let network = try NetworkTests.network(graph, batch: 4, threads: 2, fillsWeights: false)
    Self.fillAtRandom(network)
    OperationGradientTests.differentiate(network)
    let context = try ComputeContext(threads: 2)
    let values = network.parameters.values
    let (start, gradient) = (copy(values), copy(network.parameters.gradients))
    let steepness = gradient.sumOfSquares(in: context).squareRoot()
    let step = Tensor(shape: values.shape)
    // As far along the gradient, either way, as changes the loss by a hundredth.
    let length = 0.01 / steepness
    func loss(at distance: Double) -> Double {
      values.copy(start)
      values.descend(
        gradient: gradient, momentumBuffer: step, learningRate: Float(-distance / steepness),
        momentum: 0, decay: 0, in: context)
      return OperationGradientTests.loss(network)
    }
    let slope = (loss(at: length) - loss(at: -length)) / (2 * length)
    #expect(abs(slope / steepness - 1) < 0.1, "\(slope), \(steepness)")
  }

  private func copy(_ tensor: Tensor) -> Tensor {
    let copy = Tensor(shape: tensor.shape)
    copy.copy(tensor)
    return copy
  }

  /// He's weights, and images, from an even distribution. The waves of other tests are so alike
  /// that deep networks of them are chaotic.
  private static func fillAtRandom(_ network: Network) {
    var state: UInt64 = 7
    let width = 12.0.squareRoot()
    func fill(_ tensor: Tensor, deviation: Double) {
      for i in 0..<tensor.count {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        tensor.data[i] = Float((Double(state &>> 11) * 0x1p-53 - 0.5) * width * deviation)
      }
    }
    fill(network.input, deviation: 1)
    for layer in network.graph.layers {
      let fanIn = Double(layer.weightShape.dropFirst().reduce(1, *))
      fill(network.parameters["\(layer.name).weight"].value, deviation: (2 / fanIn).squareRoot())
    }
  }
}
