import Experiments
import Foundation

extension JobSpec {
  /// A short training of ResNet-8 with LSQ on few images: 8 steps an epoch at batch 64.
  static func make(
    name: String = "short", dataset folder: URL, epochs: Int = 4, bits: Int = 2, seed: Int = 1
  ) throws -> JobSpec {
    var spec = try JobSpec.defaults(dataset: .fashionMNIST, model: .resnet8)
    spec.name = name
    spec.experiment = "tests"
    spec.dataset.path = folder.path
    spec.seed = seed
    spec.quantizer.weightBits = bits
    spec.quantizer.activationBits = bits
    spec.epochs = epochs
    spec.batchSize = 64
    spec.record.metricsEvery = 1
    spec.record.stepSizesEvery = 1
    spec.checkpoint.everySteps = 5
    return spec
  }
}
