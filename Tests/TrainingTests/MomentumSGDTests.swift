import Networks
import Tensors
import Testing
import Training

@Suite struct MomentumSGDTests {
  static func network() throws -> Network {
    var graph = Graph(inputShape: [8, 8, 1])
    let x = graph.normalizedReLU(
      "norm", "relu", on: graph.convolution("stem", outputs: 4, size: 3, on: 0))
    _ = graph.append("fc", .linear(outputs: 2, weights: nil), graph.append("mean", .globalMean, x))
    let quantization = QuantizationConfiguration(weightBits: 4, activationBits: 4)
    return try Network(
      graph.quantized(quantization), quantization: quantization, batchSize: 2,
      in: ComputeContext(threads: 1))
  }

  @Test func weightDecayAppliesToWeightsOnly() throws {
    let network = try Self.network()
    for parameter in network.parameters.parameters { parameter.value.fill(1) }
    let optimizer = MomentumSGD(
      OptimizerConfiguration(learningRate: 1, momentum: 0, weightDecay: 0.25),
      parameters: network.parameters, context: network.context)
    optimizer.update(rate: 1)
    for parameter in network.parameters.parameters {
      let decays = [.convolutionWeight, .linearWeight].contains(parameter.role)
      #expect(
        parameter.value.buffer.allSatisfy { $0 == (decays ? 0.75 : 1) }, "\(parameter.name)")
    }
  }

  @Test(arguments: [1e-3, 1, 1e6, 1e30])
  func stepSizesStayPositiveUnderAnyLearningRate(rate: Double) throws {
    let network = try Self.network()
    let optimizer = MomentumSGD(
      OptimizerConfiguration(), parameters: network.parameters, context: network.context)
    let s = network.quantizers[0].parameter
    s.value.fill(0.1)
    for _ in 0..<20 {
      s.gradient.fill(5)
      let before = s.value.data.pointee
      optimizer.update(rate: rate)
      #expect(s.value.data.pointee >= before / 2)
      #expect(s.value.data.pointee < before)
    }
  }

  @Test func aStepSizeThatWasCutLosesItsMomentum() throws {
    let network = try Self.network()
    let optimizer = MomentumSGD(
      OptimizerConfiguration(), parameters: network.parameters, context: network.context)
    let s = network.quantizers[0].parameter
    s.value.fill(1)
    s.gradient.fill(100)
    optimizer.update(rate: 1)
    s.gradient.fill(0)
    optimizer.update(rate: 1)
    #expect(s.value.data.pointee == 0.5)
  }
}
