import Experiments

/// The demo's jobs: ResNet-8 on Fashion-MNIST in float32, then fine-tuned from that result with
/// LSQ at 8, 4, 3 and 2 bits for weights and activations (first and last layer at 8), with the
/// learning rates and weight decay of Esser et al. 2020, section 3.
struct DemoStudy {
  static let experiment = "demo"
  static let widths = [8, 4, 3, 2]

  let seed: Int

  func baseline() throws -> JobSpec {
    var spec = try JobSpec.defaults(dataset: .fashionMNIST, model: .resnet8)
    spec.name = "resnet8 float32"
    spec.experiment = Self.experiment
    // In so few epochs the network fits what it sees; made-up images would only slow it down.
    spec.dataset.augment = []
    spec.seed = seed
    spec.quantizer.method = .none
    spec.optimizer.learningRate = 0.1
    spec.optimizer.weightDecay = 1e-4
    spec.epochs = 3
    return spec
  }

  /// - Parameter baseline: id of the float32 job, whose final weights are the start.
  func quantized(bits: Int, after baseline: String) throws -> JobSpec {
    var spec = try self.baseline()
    spec.name = "resnet8 w\(bits)a\(bits)"
    spec.quantizer.method = .lsq
    spec.quantizer.weightBits = bits
    spec.quantizer.activationBits = bits
    spec.start = .job(id: baseline)
    spec.after = [baseline]
    // 8 bits start so close to the optimum that a tenth of the rate is enough (section 3).
    spec.optimizer.learningRate = bits == 8 ? 0.001 : 0.01
    spec.optimizer.weightDecay = bits == 2 ? 0.25e-4 : bits == 3 ? 0.5e-4 : 1e-4
    spec.epochs = 2
    return spec
  }
}
