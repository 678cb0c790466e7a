import Networks
import Tensors
import Testing
import Training

/// Trains ResNet-8 on four grey images of 8x8 pixels.
struct SmallTrainer {
  let network: Network
  let trainer: Trainer
  private let images: [Float]

  init(_ quantization: QuantizationConfiguration) throws {
    let graph = try #require(Architecture.named("resnet8")).graph(
      inputShape: [8, 8, 1], classes: 10)
    network = try Network(
      graph.quantized(quantization), quantization: quantization, batchSize: 4,
      in: ComputeContext(threads: 1))
    InitialWeights.fill(network, seed: 1)
    trainer = Trainer(network: network, optimizer: OptimizerConfiguration())
    var random = RandomGenerator(seed: 2)
    images = (0..<network.input.count).map { _ in Float(random.uniform()) }
  }

  /// Forward, loss and backward on the images.
  func computeGradients(observation: Observation = []) -> StepLoss {
    trainer.computeGradients(
      images: images, labels: [0, 1, 2, 3], observation: observation)
  }
}
