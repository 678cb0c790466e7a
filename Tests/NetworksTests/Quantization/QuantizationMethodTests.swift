import Foundation
import Networks
import Tensors
import Testing

@Suite struct QuantizationMethodTests {
  static func network(
    _ method: QuantizationMethod, measure: ErrorMeasure = .mse, bits: Int = 2
  ) throws -> Network {
    var graph = Graph(inputShape: [6, 6, 1])
    let x = graph.normalizedReLU(
      "norm", "relu", on: graph.convolution("stem", outputs: 4, size: 3, on: 0))
    let y = graph.normalizedReLU(
      "norm2", "relu2", on: graph.convolution("conv", outputs: 4, size: 3, on: x))
    _ = graph.append("fc", .linear(outputs: 3, weights: nil), graph.append("mean", .globalMean, y))
    let configuration = QuantizationConfiguration(
      method: method, weightBits: bits, activationBits: bits, errorMeasure: measure)
    let network = try Network(
      graph.quantized(configuration), quantization: configuration, batchSize: 8,
      in: ComputeContext(threads: 1))
    for (position, parameter) in network.parameters.parameters.enumerated()
    where !parameter.role.isOfQuantizer && parameter.role != .normalizationScale {
      parameter.value.copy(NetworkTests.wave(parameter.value.count, 1 + 0.1 * Double(position)))
    }
    network.input.copy(NetworkTests.wave(network.input.count, 0.37))
    return network
  }

  @Test func rulesAreThoseOfTheMethods() throws {
    func rules(_ method: QuantizationMethod) throws -> [String: StepRule] {
      let network = try Self.network(method, measure: .mae)
      return Dictionary(
        uniqueKeysWithValues: network.quantizers.map { ($0.quantization.id, $0.quantization.rule) })
    }
    #expect(Set(try rules(.lsq).values.map { "\($0)" }) == ["learned"])
    #expect(Set(try rules(.fixed).values.map { "\($0)" }) == ["held"])
    #expect(try rules(.minError).values.allSatisfy { $0 == .fitted(.mae) })
    let pact = try rules(.pact)
    #expect(pact["conv.weight"] == .fitted(.mse))
    #expect(pact["conv.input"] == .clipping)
    let lsqPlus = try rules(.lsqPlus)
    #expect(lsqPlus["conv.weight"] == .learned)
    #expect(lsqPlus["conv.input"] == .learnedWithOffset)
    #expect(lsqPlus["stem.input"] == .learned)
  }

  @Test(arguments: ErrorMeasure.allCases)
  func fittedStepSizesFollowTheirWeights(measure: ErrorMeasure) throws {
    let network = try Self.network(.minError, measure: measure)
    network.forward(ForwardPass(trains: true))
    let quantizer = try #require(network.quantizer("conv.weight"))
    let first = quantizer.stepSize
    let weight = network.parameters["conv.weight"].value
    #expect(first == StepFit(weight).bestStep(measure, range: quantizer.quantization.range))
    weight.copy(weight.values.map { $0 * 3 })
    network.forward(ForwardPass(trains: true))
    #expect(quantizer.stepSize == first)
    network.forward(ForwardPass(trains: true, refits: true))
    #expect(abs(quantizer.stepSize / first - 3) < 0.03)
    network.outputGradient.copy(OperationGradientTests.slopes(network))
    network.backward()
    // The gradient is there to be recorded, and not to be followed.
    #expect(quantizer.unscaledGradient != 0)
    #expect(quantizer.parameter.gradient.data.pointee == 0)
  }

  /// dL/d(alpha) is the sum of dL/dy over what is clipped, Eq. 3 of Choi et al.; y is
  /// differentiable in alpha there.
  @Test func theClippingLevelHasTheGradientOfFiniteDifferences() throws {
    let network = try Self.network(.pact)
    network.forward(ForwardPass(trains: true))
    let quantizer = try #require(network.quantizer("fc.input"))
    // All values are clipped.
    quantizer.parameter.value.fill(1e-4)
    OperationGradientTests.differentiate(network)
    let highest = Double(quantizer.quantization.range.highest)
    let difference = OperationGradientTests.difference(network, quantizer.parameter, 0, by: 2e-5)
    // s = alpha / Qp: dL/d(alpha) = dL/ds / Qp, of which the optimizer moves s by another 1 / Qp.
    #expect(abs(quantizer.unscaledGradient / difference - 1) < 5e-3)
    let scaled = Double(quantizer.parameter.gradient.data.pointee)
    #expect(abs(scaled * highest * highest / difference - 1) < 5e-3)
  }

  /// What is clipped moves with the offset.
  @Test func theOffsetHasTheGradientOfFiniteDifferences() throws {
    let network = try Self.network(.lsqPlus)
    network.forward(ForwardPass(trains: true))
    let quantizer = try #require(network.quantizer("fc.input"))
    let offset = try #require(quantizer.offset)
    #expect(offset.value.data.pointee == 0)
    quantizer.parameter.value.fill(1e-4)
    OperationGradientTests.differentiate(network)
    let difference = OperationGradientTests.difference(network, offset, 0)
    let gradient = Double(offset.gradient.data.pointee) / quantizer.gradientScale
    #expect(abs(gradient / difference - 1) < 1e-2)
  }

  /// Their own, and its step sizes of least error are those of the levels that it moves.
  @Test func histogramsTellTheOffset() throws {
    let network = try Self.network(.lsqPlus)
    let quantizer = try #require(network.quantizer("conv.input"))
    func histogram() throws -> ValueHistogram {
      network.forward(ForwardPass(trains: true, observation: .histogram))
      return try #require(quantizer.histogram)
    }
    let first = try histogram()
    #expect(first.offset == 0)
    let offset = -first.stepSize / 4
    try #require(quantizer.offset).value.fill(offset)
    let second = try histogram()
    #expect(second.offset == offset)
    #expect(second.counts == first.counts && second.bestSteps != first.bestSteps)
    for id in ["stem.input", "fc.weight"] {
      #expect(try #require(network.quantizer(id)?.histogram).offset == nil, "\(id)")
    }
  }

  @Test func weightsOfLSQPlusBeginWithinThreeDeviations() throws {
    let network = try Self.network(.lsqPlus, bits: 3)
    network.forward(ForwardPass(trains: true))
    let w = network.parameters["conv.weight"].value.values.map(Double.init)
    let mean = w.reduce(0, +) / Double(w.count)
    let deviation =
      (w.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(w.count)).squareRoot()
    let s = try #require(network.quantizer("conv.weight")).stepSize
    let wanted = max(abs(mean - 3 * deviation), abs(mean + 3 * deviation)) / 4
    #expect(abs(Double(s) / wanted - 1) < 1e-6)
  }

  @Test func layersMayHaveBitsOfTheirOwn() throws {
    let graph = try GraphTests.resnet("resnet8").quantized(
      QuantizationConfiguration(
        weightBits: 2, activationBits: 3,
        layers: [
          "stem": LayerBits(weightBits: 4),
          "stage2.block1.conv1": LayerBits(weightBits: 5, activationBits: 6),
        ]))
    let bits = Dictionary(uniqueKeysWithValues: graph.quantizations.map { ($0.id, $0.bits) })
    #expect(bits["stem.weight"] == 4)
    #expect(bits["stem.input"] == 8)
    #expect(bits["stage2.block1.conv1.weight"] == 5)
    #expect(bits["stage2.block1.conv1.input"] == 6)
    #expect(bits["stage2.block1.conv2.weight"] == 2)
    #expect(bits["stage2.block1.conv2.input"] == 3)
  }

  /// LSQ's gradient of s is that of s * (clip(v/s) + r), r being what rounding adds, which the
  /// straight-through estimator takes as constant.
  @Test func theStepGradientIsThatOfTheStraightThroughEstimator() throws {
    let network = try Self.network(.lsq, bits: 3)
    OperationGradientTests.differentiate(network)
    let quantizer = try #require(network.quantizer("fc.weight"))
    let (range, s) = (quantizer.quantization.range, Double(quantizer.stepSize))
    let weights = network.parameters["fc.weight"].value.values.map(Double.init)
    func clipped(_ v: Double, _ s: Double) -> Double {
      min(max(v / s, Double(range.lowest)), Double(range.highest))
    }
    let rounding = weights.map { clipped($0, s).rounded(.toNearestOrEven) - clipped($0, s) }
    func surrogate(_ s: Double) -> [Double] {
      zip(weights, rounding).map { s * (clipped($0, s) + $1) }
    }
    // The loss is linear in the weights that the product takes.
    let linear = try Self.outputSlopes(network)
    let h = 1e-6
    let difference = zip(zip(surrogate(s + h), surrogate(s - h)), linear).reduce(0.0) {
      $0 + ($1.0.0 - $1.0.1) / (2 * h) * $1.1
    }
    #expect(abs(quantizer.unscaledGradient - difference) < 1e-3 * max(1, abs(difference)))
  }

  /// dL/dw_hat of the last layer: the outer product of output gradients and its quantized input.
  private static func outputSlopes(_ network: Network) throws -> [Double] {
    // With weights of zero but one, an output is that one's input (its code times its step).
    let weight = network.parameters["fc.weight"].value
    let bias = network.parameters["fc.bias"].value
    let quantizer = try #require(network.quantizer("fc.weight"))
    let (kept, keptBias, s) = (weight.values, bias.values, quantizer.stepSize)
    bias.fill(0)
    var slopes = [Double](repeating: 0, count: weight.count)
    for index in slopes.indices {
      weight.fill(0)
      weight.data[index] = s
      slopes[index] = OperationGradientTests.loss(network) / Double(s)
    }
    weight.copy(kept)
    bias.copy(keptBias)
    return slopes
  }
}
