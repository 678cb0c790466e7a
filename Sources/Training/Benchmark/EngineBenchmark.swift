import Foundation
package import Networks
import Tensors

/// Measures training steps on made-up images, which cost what real ones do.
package enum EngineBenchmark {
  /// One thing to measure.
  package struct Case: Sendable {
    package var model: String
    /// Height and width of the images.
    package var side: Int
    package var channels: Int
    package var classes: Int
    package var batchSize: Int
    package var quantization: QuantizationConfiguration
    package var threads: Int

    package init(
      model: String, side: Int, channels: Int, classes: Int = 10, batchSize: Int = 128,
      quantization: QuantizationConfiguration, threads: Int
    ) {
      self.model = model
      self.side = side
      self.channels = channels
      self.classes = classes
      self.batchSize = batchSize
      self.quantization = quantization
      self.threads = threads
    }
  }

  /// ResNet-8 on 28x28 and ResNet-20 on 32x32, in float32 and with LSQ at 3 bits.
  package static func standardCases(threads: Int) -> [Case] {
    [("resnet8", 28, 1), ("resnet20", 32, 3)].flatMap { model, side, channels in
      [QuantizationMethod.none, .lsq].map { method in
        Case(
          model: model, side: side, channels: channels,
          quantization: QuantizationConfiguration(
            method: method, weightBits: 3, activationBits: 3), threads: threads)
      }
    }
  }

  /// Trains for `seconds`, after a few steps to warm up.
  package static func run(_ what: Case, seconds: Double) throws -> EngineBenchmarkResult {
    guard let architecture = Architecture.named(what.model) else {
      throw TrainingError.invalidConfiguration(
        field: "model.name", reason: "\(what.model) is unknown")
    }
    let graph = architecture.graph(
      inputShape: [what.side, what.side, what.channels], classes: what.classes
    ).quantized(what.quantization)
    let context = try ComputeContext(threads: what.threads)
    let network = try Network(
      graph, quantization: what.quantization, batchSize: what.batchSize, in: context)
    InitialWeights.fill(network, seed: 1)
    let trainer = Trainer(
      network: network, optimizer: OptimizerConfiguration(learningRate: 1e-3))
    let loader = try BatchLoader(
      images(for: what),
      pass: .training(
        seed: 1, augmentation: [.padCrop, .mirror], start: .start, epochs: .max >> 32),
      batchSize: what.batchSize)

    var meter = StepMeter(layers: LayerClock())
    network.clock = meter.layers
    for _ in 0..<3 { try meter.step(trainer, loader) }
    meter.forget()
    let clock = ContinuousClock()
    let end = clock.now + .seconds(seconds)
    repeat { try meter.step(trainer, loader) } while clock.now < end
    return EngineBenchmarkResult(
      what, multiplications: graph.multiplications, steps: meter.steps)
  }

  private static func images(for what: Case) -> MemoryImages {
    var generator = RandomGenerator(seed: 1, purpose: .syntheticData)
    let shape = ImageShape(height: what.side, width: what.side, channels: what.channels)
    let count = 8 * what.batchSize
    return MemoryImages(
      shape: shape,
      pixels: (0..<count * shape.count).map { _ in UInt8(generator.below(256)) },
      labels: (0..<count).map { _ in Int32(generator.below(what.classes)) },
      normalization: Normalization(
        mean: [Float](repeating: 0.5, count: what.channels),
        standardDeviation: [Float](repeating: 0.3, count: what.channels)))
  }
}
