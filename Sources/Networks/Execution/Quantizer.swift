package import Tensors

/// A quantizer of a network at work: its step size, its gradient, and what was last observed of it.
package final class Quantizer {
  /// What it quantizes, and to how many bits.
  package let quantization: Quantization
  /// The step size, one value; zero until it is initialised.
  package let parameter: Parameter
  /// N of the gradient scale.
  package let count: Int
  /// g, which multiplies dL/ds.
  package let gradientScale: Double
  /// dL/ds of the last backward pass, without g.
  package private(set) var unscaledGradient = 0.0
  /// What it did to the values of the last forward pass that was observed.
  package internal(set) var summary: QuantizationSummary?
  /// Codes of the weights when they were last summarised; empty before, and for activations.
  package var codes: [Int8] = []
  /// Share of the weights whose code changed between the last two summaries.
  package private(set) var oscillation: Double?
  /// How those values were spread.
  package internal(set) var spread: ValueSpread?

  init(
    _ quantization: Quantization, parameter: Parameter,
    configuration: QuantizationConfiguration, batchSize: Int
  ) {
    self.quantization = quantization
    self.parameter = parameter
    let examples = quantization.kind == .activation && configuration.countsBatch ? batchSize : 1
    count = quantization.count * examples
    gradientScale =
      configuration.gradientScaleFactor
      * configuration.gradientScale.value(count: count, highestCode: quantization.range.highest)
  }

  /// s.
  package var stepSize: Float { parameter.value.data.pointee }

  /// The quantizer at the step size it has now.
  var step: StepQuantizer { StepQuantizer(step: stepSize, range: quantization.range) }

  /// Whether the step size has still to be found.
  var isFresh: Bool { stepSize == 0 }

  /// s = 2 * mean(|v|) / sqrt(Qp). Esser et al. 2020, section 2.1.
  func initialize(from v: Tensor, in context: ComputeContext) {
    let mean = v.sumOfAbsolutes(in: context) / Double(v.count)
    let step = Float(2 * mean / Double(quantization.range.highest).squareRoot())
    // All-zero values are quantized without error by any step size.
    parameter.value.data.pointee = step == 0 ? 1 : step
  }

  /// Takes dL/ds of a backward pass and gives g * dL/ds to the optimizer.
  func receive(gradient: Double) {
    unscaledGradient = gradient
    parameter.gradient.data.pointee = Float(gradient * gradientScale)
  }

  /// Measures what it does to `v`.
  func observe(_ v: Tensor, _ observation: Observation) {
    if observation.contains(.summary) {
      if quantization.kind == .weight {
        summarizeWeights(v)
      } else {
        summary = QuantizationSummary(of: v, step: stepSize, range: quantization.range)
      }
    }
    if observation.contains(.spread) {
      spread = ValueSpread(of: v, stepSize: stepSize)
    }
  }

  private func summarizeWeights(_ v: Tensor) {
    var newCodes = [Int8](repeating: 0, count: v.count)
    summary = newCodes.withUnsafeMutableBufferPointer {
      QuantizationSummary(
        of: v, step: stepSize, range: quantization.range, codes: $0.baseAddress)
    }
    oscillation =
      codes.count == newCodes.count
      ? Double(zip(codes, newCodes).count { $0 != $1 }) / Double(v.count) : nil
    codes = newCodes
  }
}
