package import Networks
package import Tensors

/// Stochastic gradient descent with momentum, in PyTorch's form:
/// v = momentum * v + (g + decay * w); w -= learningRate * v.
///
/// Decay applies to conv and linear weights, and to what the configuration asks for. Step sizes
/// follow the same rule, but an update may at most halve one: s stays positive under any learning
/// rate. A step size that is cut so loses its momentum, which would only push it down again. Held
/// step sizes do not move.
package final class MomentumSGD {
  private let configuration: OptimizerConfiguration
  private let parameters: ParameterStore
  private let context: ComputeContext
  /// v, in the places of `ParameterStore.values`.
  package let momentumBuffer: Tensor
  /// Ranges of values that have one weight decay.
  private let groups: [(range: Range<Int>, decay: Double)]
  private let stepSizes: [(offset: Int, decay: Double)]

  package init(
    _ configuration: OptimizerConfiguration, parameters: ParameterStore, context: ComputeContext
  ) {
    self.configuration = configuration
    self.parameters = parameters
    self.context = context
    momentumBuffer = Tensor(shape: parameters.values.shape)
    let plain = Set(Parameter.Role.allCases.filter { !$0.isStepSize })
    let decayed = plain.filter { configuration.decay(of: $0) > 0 }
    groups =
      parameters.ranges(of: decayed).map { ($0, configuration.weightDecay) }
      + parameters.ranges(of: plain.subtracting(decayed)).map { ($0, 0) }
    stepSizes = parameters.parameters
      .filter { $0.role.isStepSize && $0.role != .heldStepSize }
      .map { ($0.offset, configuration.decay(of: $0.role)) }
  }

  /// Brings the norm of all gradients together down to `clipNorm` if it is larger.
  /// - Returns: the norm before. nil if there is no limit.
  package func clipGradients() -> Double? {
    guard let limit = configuration.clipNorm else { return nil }
    let norm = parameters.gradients.sumOfSquares(in: context).squareRoot()
    // False for NaN, which is left to be found as divergence.
    if norm > limit { parameters.gradients.scale(by: Float(limit / norm), in: context) }
    return norm
  }

  /// Moves all parameters by their gradients.
  package func update(learningRate: Double) {
    for (range, decay) in groups {
      parameters.values.slice(range).descend(
        gradient: parameters.gradients.slice(range), momentumBuffer: momentumBuffer.slice(range),
        learningRate: Float(learningRate), momentum: Float(configuration.momentum),
        decay: Float(decay), in: context)
    }
    for (offset, decay) in stepSizes {
      moveStepSize(at: offset, learningRate: Float(learningRate), decay: Float(decay))
    }
  }

  private func moveStepSize(at offset: Int, learningRate: Float, decay: Float) {
    let s = parameters.values.data[offset]
    let v =
      Float(configuration.momentum) * momentumBuffer.data[offset]
      + (parameters.gradients.data[offset] + decay * s)
    let moved = s - learningRate * v
    // False for NaN, which is left to be found as divergence.
    if moved < s / 2 {
      parameters.values.data[offset] = s / 2
      momentumBuffer.data[offset] = 0
    } else {
      parameters.values.data[offset] = moved
      momentumBuffer.data[offset] = v
    }
  }
}

extension OptimizerConfiguration {
  /// The factor of the L2 penalty on parameters of one role.
  fileprivate func decay(of role: Parameter.Role) -> Double {
    switch role {
    case .convolutionWeight, .linearWeight: weightDecay
    case .bias: alsoDecays.contains(.biases) ? weightDecay : 0
    case .normalizationScale, .normalizationShift:
      alsoDecays.contains(.normalization) ? weightDecay : 0
    case .stepSize, .offset: alsoDecays.contains(.stepSizes) ? weightDecay : 0
    case .clippingStepSize: clippingDecay
    case .heldStepSize: 0
    }
  }
}

extension Parameter.Role {
  fileprivate var isStepSize: Bool {
    switch self {
    case .stepSize, .clippingStepSize, .heldStepSize: true
    default: false
    }
  }
}
