package import Tensors

/// A quantizer of a network at work: its step size, its gradient, and what was last observed of it.
package final class Quantizer {
  /// What it quantizes, and to how many bits.
  package let quantization: Quantization
  /// The step size, one value; zero until it is initialised.
  package let parameter: Parameter
  /// The offset, one value, if it has one.
  package let offset: Parameter?
  /// N of the gradient scale.
  package let count: Int
  /// g, which multiplies dL/ds.
  package let gradientScale: Double
  /// dL/ds of the last backward pass, without g.
  package private(set) var unscaledGradient = 0.0
  /// What it did to the values of the last forward pass that was observed.
  package private(set) var summary: QuantizationSummary?
  /// Codes of the weights when they were last summarised; empty before, and for activations.
  package var codes: [Int8] = []
  /// Share of the weights whose code changed between the last two summaries.
  package private(set) var oscillation: Double?
  /// A histogram of them.
  package private(set) var histogram: ValueHistogram?

  init(
    _ quantization: Quantization, parameters: ParameterStore,
    configuration: QuantizationConfiguration, batchSize: Int
  ) {
    self.quantization = quantization
    parameter = parameters["\(quantization.id).stepSize"]
    offset =
      quantization.rule == .learnedWithOffset ? parameters["\(quantization.id).offset"] : nil
    let examples = quantization.kind == .activation && configuration.countsBatch ? batchSize : 1
    count = quantization.count * examples
    let highest = quantization.range.highest
    // alpha = Qp * s: dL/d(alpha) = dL/ds / Qp, and alpha's update is Qp times that of s.
    gradientScale =
      quantization.rule == .clipping
      ? 1 / Double(highest * highest)
      : configuration.gradientScaleFactor
        * configuration.gradientScale.value(count: count, highestCode: highest)
  }

  /// s.
  package var stepSize: Float { parameter.value.data.pointee }

  /// The quantizer at the step size it has now.
  var step: StepQuantizer {
    StepQuantizer(
      step: stepSize, range: quantization.range, offset: offset?.value.data.pointee,
      clips: quantization.rule == .clipping)
  }

  /// Whether the step size has still to be found.
  var isFresh: Bool { stepSize == 0 }

  /// Whether a pass wants its step size fitted to the values.
  func isToBeFitted(in pass: ForwardPass) -> Bool {
    if case .fitted = quantization.rule { pass.refits } else { false }
  }

  /// Finds the first step size, as `Quantization.start` says. An offset starts at zero, the least
  /// output of a ReLU.
  func initialize(from v: Tensor, in context: ComputeContext) {
    let range = quantization.range
    let step: Float =
      switch quantization.start {
      case .meanMagnitude:
        Float(
          2 * v.sumOfAbsolutes(in: context) / Double(v.count)
            / Double(range.highest).squareRoot())
      case .leastError(let measure):
        StepFit(v).bestStep(measure, range: range) ?? 0
      case .threeDeviations:
        Float(v.magnitudeOfThreeDeviations / Double(range.highest + 1))
      }
    // All-zero values are quantized without error by any step size.
    parameter.value.data.pointee = step == 0 ? 1 : step
  }

  /// Fits the step size to `v`. Values that are all zero leave it as it is.
  func fit(to v: Tensor) {
    guard case .fitted(let measure) = quantization.rule,
      let step = StepFit(v).bestStep(measure, range: quantization.range)
    else { return }
    parameter.value.data.pointee = step
  }

  /// Takes dL/ds, and dL/d(offset), of a backward pass and gives g times them to the optimizer,
  /// which a step size that is not learned ignores.
  func receive(gradient: Double, offset offsetGradient: Double = 0) {
    unscaledGradient = gradient
    parameter.gradient.data.pointee =
      quantization.rule.isLearned ? Float(gradient * gradientScale) : 0
    offset?.gradient.data.pointee = Float(offsetGradient * gradientScale)
  }

  /// Measures what it does to `v`.
  func observe(_ v: Tensor, _ observation: Observation) {
    if observation.contains(.summary) {
      if quantization.kind == .weight {
        summarizeWeights(v)
      } else {
        summary = QuantizationSummary(of: v, by: step)
      }
    }
    if observation.contains(.histogram) {
      histogram = ValueHistogram(
        of: v, stepSize: stepSize, offset: offset?.value.data.pointee, range: quantization.range)
    }
  }

  private func summarizeWeights(_ v: Tensor) {
    var newCodes = [Int8](repeating: 0, count: v.count)
    summary = newCodes.withUnsafeMutableBufferPointer {
      QuantizationSummary(of: v, by: step, codes: $0.baseAddress)
    }
    oscillation =
      codes.count == newCodes.count
      ? Double(zip(codes, newCodes).count { $0 != $1 }) / Double(v.count) : nil
    codes = newCodes
  }
}

extension Tensor {
  /// max(|mean - 3 * deviation|, |mean + 3 * deviation|).
  fileprivate var magnitudeOfThreeDeviations: Double {
    let mean = buffer.reduce(0.0) { $0 + Double($1) } / Double(count)
    let variance =
      buffer.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(count)
    return abs(mean) + 3 * variance.squareRoot()
  }
}
