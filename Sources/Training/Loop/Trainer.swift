package import Networks
import Tensors

/// A network, its optimizer, perhaps a teacher, and one step of training.
package final class Trainer {
  package let network: Network
  package let optimizer: MomentumSGD
  private let teacher: Teacher?
  private let labelWeight: Double
  private let labelSmoothing: Double

  /// - Parameter labelWeight: the weight of the labels' part of the loss beside a teacher's.
  package init(
    network: Network, optimizer: OptimizerConfiguration, labelSmoothing: Double = 0,
    teacher: Teacher? = nil, labelWeight: Double = 1
  ) {
    self.network = network
    self.optimizer = MomentumSGD(
      optimizer, parameters: network.parameters, context: network.context)
    self.teacher = teacher
    self.labelWeight = labelWeight
    self.labelSmoothing = labelSmoothing
  }

  /// Forward, loss and backward on one batch. The gradients are then in `network.parameters`.
  /// - Parameter randomness: seeds dropout.
  package func computeGradients(
    images: [Float], labels: [Int32], observation: Observation = [], refits: Bool = false,
    randomness: UInt64 = 0
  ) -> StepLoss {
    network.input.copy(images)
    network.forward(
      ForwardPass(
        trains: true, observation: observation, refits: refits, randomness: randomness))
    let hard = SoftmaxCrossEntropy(
      logits: network.output, labels: labels, count: network.batchSize,
      smoothing: labelSmoothing, weight: labelWeight, gradient: network.outputGradient)
    let soft = teacher?.distill(into: network)
    network.backward()
    return StepLoss(labels: hard, teacher: soft)
  }

  /// Moves the parameters by their gradients.
  /// - Returns: the norm of the gradients, if it is limited.
  @discardableResult
  package func update(learningRate: Double) -> Double? {
    let norm = optimizer.clipGradients()
    optimizer.update(learningRate: learningRate)
    return norm
  }

  /// - Throws: `TrainingError.diverged` if a loss is no finite number.
  func checkFinite(_ loss: StepLoss, step: Int) throws {
    if !loss.isFinite {
      throw TrainingError.diverged(
        step: step,
        layer: network.firstLayerNotFinite() ?? (loss.labels.loss.isFinite ? "teacher" : "loss"),
        reason: "its output is not finite")
    }
  }

  /// Products on codes can hide a weight that is no number: its code is 0, and the loss stays
  /// finite.
  /// - Throws: `TrainingError.diverged` if a parameter is no finite number.
  package func checkParameters(step: Int) throws {
    if network.parameters.values.isFinite { return }
    let parameter = network.parameters.parameters.first { !$0.value.isFinite }
    throw TrainingError.diverged(
      step: step, layer: parameter?.name ?? "parameters", reason: "it is not finite")
  }

  /// - Throws: `TrainingError.diverged` if a step size or an offset is no finite number, or a step
  ///   size is too small to be one.
  package func checkQuantizers(step: Int) throws {
    for quantizer in network.quantizers {
      let s = quantizer.stepSize
      if !(s.isFinite && s >= .leastNormalMagnitude) {
        throw TrainingError.diverged(
          step: step, layer: quantizer.quantization.id,
          reason: "its step size became \(Self.word(s))")
      }
      if let offset = quantizer.offset?.value.data.pointee, !offset.isFinite {
        throw TrainingError.diverged(
          step: step, layer: quantizer.quantization.id,
          reason: "its offset became \(Self.word(offset))")
      }
    }
  }

  /// Without the sign of a NaN, which says nothing.
  private static func word(_ value: Float) -> String { value.isNaN ? "NaN" : "\(value)" }
}
