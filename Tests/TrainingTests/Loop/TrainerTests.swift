import Networks
import Tensors
import Testing
import Training

@Suite struct TrainerTests {
  /// Products of codes take a weight that is no number for the code 0: no loss tells of it.
  @Test func aWeightThatIsNoNumberIsFoundWhereTheLossIsFinite() throws {
    let quantization = QuantizationConfiguration(method: .fixed, weightBits: 3, activationBits: 3)
    let graph = try #require(Architecture.named("resnet8")).graph(
      inputShape: [8, 8, 1], classes: 10)
    let network = try Network(
      graph.quantized(quantization), quantization: quantization, batchSize: 4,
      in: ComputeContext(threads: 1))
    InitialWeights.fill(network, seed: 1)
    let trainer = Trainer(network: network, optimizer: OptimizerConfiguration())
    var random = RandomGenerator(seed: 2)
    let images = (0..<network.input.count).map { _ in Float(random.uniform()) }
    _ = trainer.computeGradients(images: images, labels: [0, 1, 2, 3])
    try trainer.checkParameters(step: 0)
    let name = "stage2.block1.conv2.weight"
    network.parameters[name].value.data[7] = .nan
    #expect(trainer.computeGradients(images: images, labels: [0, 1, 2, 3]).isFinite)
    #expect(throws: TrainingError.diverged(step: 1, layer: name, reason: "it is not finite")) {
      try trainer.checkParameters(step: 1)
    }
  }
}
