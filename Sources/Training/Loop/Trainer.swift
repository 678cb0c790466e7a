package import Networks
import Tensors

/// A network, its optimizer and one step of training.
package final class Trainer {
  package let network: Network
  package let optimizer: MomentumSGD

  package init(network: Network, optimizer: OptimizerConfiguration) {
    self.network = network
    self.optimizer = MomentumSGD(
      optimizer, parameters: network.parameters, context: network.context)
  }

  /// Forward, loss and backward on one batch. The gradients are then in `network.parameters`.
  package func computeGradients(
    images: [Float], labels: [Int32], observation: Observation = []
  ) -> SoftmaxCrossEntropy {
    network.input.copy(images)
    network.forward(ForwardPass(trains: true, observation: observation))
    let loss = SoftmaxCrossEntropy(
      logits: network.output, labels: labels, count: network.batchSize,
      gradient: network.outputGradient)
    network.backward()
    return loss
  }

  /// Moves the parameters by their gradients.
  package func update(rate: Double) {
    optimizer.update(rate: rate)
  }

  /// - Throws: `TrainingError.diverged` if the loss or a step size is no finite number, or a step size is too small
  ///   to be one.
  func checkFinite(_ loss: SoftmaxCrossEntropy, step: Int) throws {
    if !loss.loss.isFinite {
      throw TrainingError.diverged(
        step: step, layer: network.firstLayerNotFinite() ?? "loss",
        reason: "its output is not finite")
    }
    for quantizer in network.quantizers {
      let s = quantizer.stepSize
      if !(s.isFinite && s >= .leastNormalMagnitude) {
        throw TrainingError.diverged(
          step: step, layer: quantizer.quantization.id, reason: "its step size became \(s)")
      }
    }
  }
}
