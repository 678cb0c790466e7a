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

  /// The networks that are measured: ResNet-8 on Fashion-MNIST's size, ResNet-20 on CIFAR's,
  /// ResNet-18 on ImageNet's.
  package static let models = ["resnet8", "resnet20", "resnet18"]

  /// `models` in float32, and with LSQ at 3 bits with products in float32 and mixed.
  package static func cases(models: [String], threads: [Int]) -> [Case] {
    let all = [
      Case(model: "resnet8", side: 28, channels: 1, quantization: .float32, threads: 1),
      Case(model: "resnet20", side: 32, channels: 3, quantization: .float32, threads: 1),
      Case(
        model: "resnet18", side: 224, channels: 3, classes: 1000, batchSize: 32,
        quantization: .float32, threads: 1),
    ]
    return all.filter { models.contains($0.model) }.flatMap { model in
      threads.flatMap { threads in
        [QuantizationConfiguration.float32, .threeBits(.float32), .threeBits(.mixed)].map {
          var what = model
          what.threads = threads
          what.quantization = $0
          return what
        }
      }
    }
  }

  /// Trains for `seconds`, after a few steps to warm up.
  /// - Parameter peak: what the machine's float32 product reaches on so many threads.
  package static func run(
    _ what: Case, seconds: Double, peak: ProductPeak
  ) throws -> EngineBenchmarkResult {
    ResidentMemory.forgetPeak()
    let graph = try ModelConfiguration(name: what.model).architecture.graph(
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

    var meter = StepMeter(clock: context.clock)
    for _ in 0..<3 { try meter.step(trainer, loader) }
    meter.forget()
    let clock = ContinuousClock()
    let end = clock.now + .seconds(seconds)
    repeat { try meter.step(trainer, loader) } while clock.now < end
    let steps = meter.steps
    return EngineBenchmarkResult(
      what, multiplications: graph.multiplications, steps: steps,
      recording: network.quantizers.isEmpty
        ? nil
        : try recordingTime(&meter, trainer, loader, pairs: max(3, steps.count / 4)), peak: peak)
  }

  /// The milliseconds that recording adds to a step: the median of pairs of steps, one of them
  /// recorded.
  private static func recordingTime(
    _ meter: inout StepMeter, _ trainer: Trainer, _ loader: BatchLoader, pairs: Int
  ) throws -> Double {
    let recorder = QuantizerRecorder(trainer.network)
    var times: [Double] = []
    for _ in 0..<pairs {
      meter.forget()
      try meter.step(trainer, loader)
      try meter.step(trainer, loader, recorder: recorder)
      times.append(meter.steps[1].total - meter.steps[0].total)
    }
    return times.sorted()[pairs / 2]
  }

  private static func images(for what: Case) -> MemoryImages {
    var generator = RandomGenerator(seed: 1, purpose: .syntheticData)
    let shape = ImageShape(height: what.side, width: what.side, channels: what.channels)
    let count = 4 * what.batchSize
    return MemoryImages(
      shape: shape,
      pixels: (0..<count * shape.count).map { _ in UInt8(generator.below(256)) },
      labels: (0..<count).map { _ in Int32(generator.below(what.classes)) },
      normalization: Normalization(
        mean: [Float](repeating: 0.5, count: what.channels),
        standardDeviation: [Float](repeating: 0.3, count: what.channels)))
  }
}

extension QuantizationConfiguration {
  fileprivate static let float32 = QuantizationConfiguration(
    method: .none, weightBits: 3, activationBits: 3, precision: .float32)

  fileprivate static func threeBits(_ precision: Precision) -> QuantizationConfiguration {
    QuantizationConfiguration(weightBits: 3, activationBits: 3, precision: precision)
  }
}
