import Networks
import Tensors
import Testing
import Training

@Suite struct MomentumSGDTests {
  static func network(_ method: QuantizationMethod = .lsq) throws -> Network {
    var graph = Graph(inputShape: [8, 8, 1])
    let x = graph.normalizedReLU(
      "norm", "relu", on: graph.convolution("stem", outputs: 4, size: 3, on: 0))
    _ = graph.append("fc", .linear(outputs: 2, weights: nil), graph.append("mean", .globalMean, x))
    let quantization = QuantizationConfiguration(
      method: method, weightBits: 4, activationBits: 4)
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
    optimizer.update(learningRate: 1)
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
      optimizer.update(learningRate: rate)
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
    optimizer.update(learningRate: 1)
    s.gradient.fill(0)
    optimizer.update(learningRate: 1)
    #expect(s.value.data.pointee == 0.5)
  }

  @Test func whatElseDecaysIsWhatIsAskedFor() throws {
    let network = try Self.network(.lsqPlus)
    let asked: [(OptimizerConfiguration.Decayed, Set<Parameter.Role>)] = [
      (.stepSizes, [.stepSize, .offset]),
      (.normalization, [.normalizationScale, .normalizationShift]),
      (.biases, [.bias]),
    ]
    for (decayed, roles) in asked {
      for parameter in network.parameters.parameters { parameter.value.fill(1) }
      let optimizer = MomentumSGD(
        OptimizerConfiguration(momentum: 0, weightDecay: 0.25, alsoDecays: [decayed]),
        parameters: network.parameters, context: network.context)
      optimizer.update(learningRate: 1)
      for parameter in network.parameters.parameters {
        let decays = roles.union([.convolutionWeight, .linearWeight]).contains(parameter.role)
        #expect(
          parameter.value.buffer.allSatisfy { $0 == (decays ? 0.75 : 1) }, "\(parameter.name)")
      }
    }
  }

  @Test func clippingLevelsDecayByThemselvesAndHeldStepSizesStay() throws {
    let network = try Self.network(.pact)
    for parameter in network.parameters.parameters {
      parameter.value.fill(1)
      parameter.gradient.fill(parameter.role == .heldStepSize ? 9 : 0)
    }
    let optimizer = MomentumSGD(
      OptimizerConfiguration(momentum: 0, weightDecay: 0, clippingDecay: 0.25),
      parameters: network.parameters, context: network.context)
    optimizer.update(learningRate: 1)
    for quantizer in network.quantizers {
      let isActivation = quantizer.quantization.kind == .activation
      #expect(quantizer.stepSize == (isActivation ? 0.75 : 1))
    }
  }

  @Test func gradientsTogetherAreBroughtDownToTheLimit() throws {
    let network = try Self.network()
    let optimizer = MomentumSGD(
      OptimizerConfiguration(clipNorm: 2), parameters: network.parameters,
      context: network.context)
    func norm() -> Double {
      network.parameters.parameters.reduce(0.0) { sum, parameter in
        parameter.gradient.buffer.reduce(sum) { $0 + Double($1) * Double($1) }
      }.squareRoot()
    }
    for parameter in network.parameters.parameters { parameter.gradient.fill(0.5) }
    let before = norm()
    #expect(abs(try #require(optimizer.clipGradients()) - before) < 1e-4)
    #expect(abs(norm() - 2) < 1e-5)
    for parameter in network.parameters.parameters { parameter.gradient.fill(1e-3) }
    let small = norm()
    _ = optimizer.clipGradients()
    #expect(norm() == small)
  }
}
