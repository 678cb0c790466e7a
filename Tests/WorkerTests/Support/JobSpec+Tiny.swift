import Experiments
import Foundation

extension JobSpec {
  /// A training of a few steps: 64 images in batches of 16, so 4 steps an epoch.
  static func tiny(_ dataset: URL, epochs: Int = 2, seed: Int = 1) throws -> JobSpec {
    var spec = try JobSpec.defaults(dataset: .fashionMNIST, model: .resnet8)
    spec.dataset.path = dataset.path
    spec.name = "tiny"
    spec.seed = seed
    spec.epochs = epochs
    spec.batchSize = 16
    spec.record.metricsEvery = 1
    spec.record.stepSizesEvery = 1
    spec.checkpoint.everySteps = 2
    return spec
  }
}
