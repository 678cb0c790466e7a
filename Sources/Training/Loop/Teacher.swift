import Foundation
package import Networks
import Tensors

/// A frozen float32 network whose outputs another one learns.
package final class Teacher {
  private let network: Network
  private let configuration: DistillationConfiguration

  /// - Parameters:
  ///   - model: what the file is of, unless it says.
  ///   - student: the network that learns; the teacher runs on batches of its size.
  /// - Throws: `TrainingError.invalidConfiguration` for a file that is not of a float32 network for
  ///   such images, and `.unusableCheckpoint` for weights of other shapes.
  package init(
    _ configuration: DistillationConfiguration, model: String, student: Network
  ) throws {
    let weights = try SavedWeights(contentsOf: configuration.teacher)
    let name = weights.model ?? model
    guard let architecture = Architecture.named(name) else {
      throw TrainingError.invalidConfiguration(
        field: "distillation.teacher", reason: "it is of an unknown network, \(name)")
    }
    guard !weights.isQuantized else {
      throw TrainingError.invalidConfiguration(
        field: "distillation.teacher", reason: "it is quantized, and a teacher is a float32 network"
      )
    }
    let image = Array(student.input.shape.dropFirst())
    try architecture.check(height: image[0], width: image[1], field: "distillation.teacher")
    let graph = architecture.graph(inputShape: image, classes: student.output.shape[1])
    network = try Network(
      graph,
      quantization: QuantizationConfiguration(method: .none, weightBits: 8, activationBits: 8),
      batchSize: student.batchSize, goesBack: false, in: student.context)
    self.configuration = configuration
    try weights.start(network)
  }

  /// The distillation loss of `student` after its forward pass, on the same images. Its gradient is
  /// added to `student.outputGradient`.
  func distill(into student: Network) -> DistillationLoss {
    network.input.copy(student.input)
    network.forward(ForwardPass(trains: false))
    return DistillationLoss(
      logits: student.output, teacher: network.output, temperature: configuration.temperature,
      weight: configuration.weight, gradient: student.outputGradient)
  }
}
