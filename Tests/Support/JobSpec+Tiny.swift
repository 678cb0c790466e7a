package import Experiments
package import Foundation

extension JobSpec {
  /// A training of a few steps: 64 images in batches of 16, so 4 steps an epoch.
  package static func tiny(_ dataset: URL, epochs: Int = 2) throws -> JobSpec {
    var spec = try JobSpec.defaults(dataset: .fashionMNIST, model: .resnet8)
    spec.dataset.path = dataset.path
    spec.name = "tiny"
    spec.epochs = epochs
    spec.batchSize = 16
    spec.record.metricsEvery = 1
    spec.record.stepSizesEvery = 1
    spec.checkpoint.everySteps = 2
    return spec
  }
}
