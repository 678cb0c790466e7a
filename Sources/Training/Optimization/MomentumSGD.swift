package import Networks
package import Tensors

/// Stochastic gradient descent with momentum: v = momentum * v + (g + decay * w); w -= rate * v. PyTorch's form.
///
/// Decay applies to conv and linear weights only. Step sizes follow the same rule, but an update may at most halve
/// one: s stays positive under any learning rate. A step size that is cut so loses its momentum, which would
/// only push it down again.
package final class MomentumSGD {
  private let configuration: OptimizerConfiguration
  private let parameters: ParameterStore
  private let context: ComputeContext
  /// v, in the places of `ParameterStore.values`.
  package let momentum: Tensor
  private let decayed: [Range<Int>]
  private let plain: [Range<Int>]
  private let stepSizes: [Int]

  package init(
    _ configuration: OptimizerConfiguration, parameters: ParameterStore, context: ComputeContext
  ) {
    self.configuration = configuration
    self.parameters = parameters
    self.context = context
    momentum = Tensor(shape: parameters.values.shape)
    decayed = parameters.stretches([.convolutionWeight, .linearWeight])
    plain = parameters.stretches([.bias, .normalizationScale, .normalizationShift])
    stepSizes = parameters.parameters.filter { $0.role == .stepSize }.map(\.offset)
  }

  /// Moves all parameters by their gradients.
  package func update(rate: Double) {
    for stretch in decayed { descend(stretch, rate, decay: configuration.weightDecay) }
    for stretch in plain { descend(stretch, rate, decay: 0) }
    for offset in stepSizes { moveStepSize(at: offset, rate: Float(rate)) }
  }

  private func descend(_ stretch: Range<Int>, _ rate: Double, decay: Double) {
    parameters.values.slice(stretch).descend(
      gradient: parameters.gradients.slice(stretch), momentum: momentum.slice(stretch),
      rate: Float(rate), momentum: Float(configuration.momentum), decay: Float(decay),
      in: context)
  }

  private func moveStepSize(at offset: Int, rate: Float) {
    let s = parameters.values.data[offset]
    let v =
      Float(configuration.momentum) * momentum.data[offset] + parameters.gradients.data[offset]
    let moved = s - rate * v
    // False for NaN, which is left to be found as divergence.
    if moved < s / 2 {
      parameters.values.data[offset] = s / 2
      momentum.data[offset] = 0
    } else {
      parameters.values.data[offset] = moved
      momentum.data[offset] = v
    }
  }
}
