import Foundation
import Networks
import Tensors
import Testing

@Suite struct QuantizerTests {
  @Test func everythingIsThatOfTheGoldenVectors() throws {
    let context = try ComputeContext(threads: 2)
    let cases = try GoldenQuantizer.all()
    #expect(cases.count == 32)
    for golden in cases {
      let name: Comment = "\(golden.bits) bits, signed \(golden.signed), s \(golden.step)"
      let range = CodeRange(bits: golden.bits, signed: golden.signed)
      let v = Tensor(shape: [golden.v.count], values: golden.v.map { Float($0) })
      let step = StepQuantizer(step: Float(golden.step), range: range)
      let upstream = Tensor(shape: v.shape, values: golden.upstream.map { Float($0) })

      let vHat = Tensor(shape: v.shape)
      var forward = ActivationPass(v, rectifies: false)
      forward.addBranch(step, vHat)
      forward.forward(in: context)
      for (found, code) in zip(vHat.values, golden.codes) {
        #expect(found == Float(code) * Float(golden.step), name)
      }

      var backward = ActivationPass(v, rectifies: false)
      backward.addBranch(step, upstream)
      var sums = ActivationSums(channels: 1, branches: 1)
      backward.sums(mean: nil, into: &sums, in: context)
      #expect(abs(sums.step[0] - golden.gradStepUnscaled) < 1e-3, name)
      let scale = try #require(GradientScale(rawValue: golden.gradientScale))
      let g = scale.value(count: golden.count, highestCode: range.highest)
      #expect(abs(sums.step[0] * g - golden.gradStep) < 1e-3 * max(g, 1e-3), name)
      backward.backward(nil, residual: nil, into: upstream, in: context)
      #expect(upstream.values == golden.gradV.map { Float($0) }, name)

      let summary = QuantizationSummary(of: v, by: step)
      #expect(abs(summary.clippedLow - golden.clippedLow) < 1e-12, name)
      #expect(abs(summary.clippedHigh - golden.clippedHigh) < 1e-12, name)
      #expect(abs(summary.meanSquaredError - golden.mse) < 1e-6 * golden.mse, name)
      for code in range.lowest...range.highest {
        let share = Double(golden.codes.count { $0 == code }) / Double(golden.codes.count)
        #expect(abs(summary.occupancy[code - range.lowest] - share) < 1e-12, name)
      }
    }
  }

  @Test func stepSizesBeginAsTheGoldenVectorsSay() throws {
    let context = try ComputeContext(threads: 1)
    for golden in try GoldenQuantizer.all() where golden.signed {
      // A linear layer whose weights are the values.
      var graph = Graph(inputShape: [golden.v.count])
      _ = graph.append("fc", .linear(outputs: 1, weights: nil), 0)
      let configuration = QuantizationConfiguration(
        weightBits: golden.bits, activationBits: 8, firstLastBits: golden.bits)
      let network = try Network(
        graph.quantized(configuration), quantization: configuration, batchSize: 1, in: context)
      network.parameters["fc.weight"].value.copy(golden.v.map { Float($0) })
      network.forward(ForwardPass(trains: true))
      let s = try #require(network.quantizer("fc.weight")).stepSize
      #expect(abs(Double(s) / golden.initialStep - 1) < 1e-6)
    }
  }

  /// A layer whose weights are pruned, or whose input is dead: whatever its step, it errs not.
  @Test(arguments: QuantizationMethod.allCases.filter { $0 != .none })
  func zerosAloneHaveAStepOfOne(method: QuantizationMethod) throws {
    var graph = Graph(inputShape: [6])
    _ = graph.append("fc", .linear(outputs: 5, weights: nil), 0)
    let configuration = QuantizationConfiguration(
      method: method, weightBits: 3, activationBits: 3)
    let network = try Network(
      graph.quantized(configuration), quantization: configuration, batchSize: 2,
      in: ComputeContext(threads: 1))
    network.forward(ForwardPass(trains: true))
    #expect(network.quantizers.map(\.stepSize) == [1, 1])
    #expect(network.output.values == [Float](repeating: 0, count: 10))
  }

  /// Esser et al. 2020, section 2.2 and table 3: N is the number of weights, or of features of one
  /// example unless the batch is counted too.
  @Test func gradientScalesAreThoseOfThePaper() throws {
    var graph = Graph(inputShape: [6])
    _ = graph.append("fc", .linear(outputs: 5, weights: nil), 0)
    for (scale, ofWeights, ofInputs) in [
      (.inverseRootCountTimesLevels, 1 / (30.0 * 3).squareRoot(), 1 / (6.0 * 3).squareRoot()),
      (.inverseRootCount, 1 / 30.0.squareRoot(), 1 / 6.0.squareRoot()), (.one, 1, 1),
    ] as [(GradientScale, Double, Double)] {
      for (countsBatch, factor) in [(false, 1.0), (true, 10.0)] {
        var configuration = QuantizationConfiguration(
          weightBits: 3, activationBits: 3, firstLastBits: 3)
        configuration.gradientScale = scale
        configuration.gradientScaleFactor = factor
        configuration.countsBatch = countsBatch
        let network = try Network(
          graph.quantized(configuration), quantization: configuration, batchSize: 4,
          in: ComputeContext(threads: 1))
        let batch = countsBatch && scale != .one ? 0.5 : 1
        let weight = try #require(network.quantizer("fc.weight")).gradientScale
        let input = try #require(network.quantizer("fc.input")).gradientScale
        #expect(abs(weight - factor * ofWeights) < 1e-12)
        #expect(abs(input - factor * ofInputs * batch) < 1e-12)
      }
    }
  }

  @Test func oscillationIsTheShareOfCodesThatChanged() throws {
    let context = try ComputeContext(threads: 1)
    var graph = Graph(inputShape: [4])
    _ = graph.append("fc", .linear(outputs: 1, weights: nil), 0)
    let configuration = QuantizationConfiguration(weightBits: 2, activationBits: 2)
    let network = try Network(
      graph.quantized(configuration), quantization: configuration, batchSize: 1, in: context)
    let weight = network.parameters["fc.weight"].value
    weight.copy([0, 1, -1, 2])
    let quantizer = try #require(network.quantizer("fc.weight"))
    network.forward(ForwardPass(trains: true, observation: .summary))
    #expect(quantizer.oscillation == nil)
    weight.data[0] += quantizer.stepSize
    network.forward(ForwardPass(trains: true, observation: .summary))
    #expect(quantizer.oscillation == 0.25)
    network.forward(ForwardPass(trains: true, observation: .summary))
    #expect(quantizer.oscillation == 0)
  }
}
