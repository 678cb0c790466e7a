import Foundation
import Networks
import Tensors
import Testing

import Training

@Suite struct TrainingTraceTests {
  /// The network of the golden trace: side x side images of one channel.
  static func graph(side: Int, classes: Int) -> Graph {
    var graph = Graph(inputShape: [side, side, 1])
    var x = graph.convolution("stem", outputs: 4, size: 3, on: 0)
    x = graph.normalizedReLU("bn1", "relu1", on: x)
    x = graph.convolution("conv", outputs: 8, size: 3, stride: 2, on: x)
    x = graph.normalizedReLU("bn2", "relu2", on: x)
    x = graph.append("mean", .globalMean, x)
    _ = graph.append("fc", .linear(outputs: classes, weights: nil), x)
    return graph
  }

  /// Names of the file and of the store.
  static let names = [
    "stem.weight": "stem.weight", "bn1.gamma": "bn1.weight", "bn1.beta": "bn1.bias",
    "conv.weight": "conv.weight", "bn2.gamma": "bn2.weight", "bn2.beta": "bn2.bias",
    "fc.weight": "fc.weight", "fc.bias": "fc.bias",
  ]

  /// How far training may be from the trace: by much less than PyTorch's own float32 is from
  /// float64, or, with gradients rounded to bfloat16, by what 8 bits of them leave open.
  struct Tolerance {
    var loss: Double
    /// Relative.
    var stepSize: Double
    /// Relative; nil where rounding may take all of a gradient that cancels out.
    var stepGradient: Double?
    var weights: Double
    var statistics: Double

    static let exact = Tolerance(
      loss: 2e-6, stepSize: 1e-5, stepGradient: 2e-3, weights: 2e-6, statistics: 1e-5)
    static let rounded = Tolerance(
      loss: 1e-4, stepSize: 1e-3, stepGradient: nil, weights: 1e-4, statistics: 1e-3)
  }

  @Test(arguments: 0..<4, Precision.allCases.flatMap { [(1, $0), (2, $0)] })
  func twentyStepsFollowTheGoldenTrace(
    index: Int, how: (threads: Int, precision: Precision)
  ) throws {
    try follow(
      TrainingTrace.all()[index], threads: how.threads, how.precision, gradients: .float32,
      within: .exact)
  }

  /// On processors where oneDNN multiplies bfloat16; elsewhere these are float32 too.
  @Test(arguments: 0..<4, [1, 2])
  func roundedGradientsStayNearTheGoldenTrace(index: Int, threads: Int) throws {
    try follow(
      TrainingTrace.all()[index], threads: threads, .mixed, gradients: .bfloat16,
      within: .rounded)
  }

  private func follow(
    _ trace: TrainingTrace, threads: Int, _ precision: Precision, gradients: GradientArithmetic,
    within tolerance: Tolerance
  ) throws {
    let side = Int(Double(trace.inputs[0].count / trace.batch).squareRoot())
    let quantization = QuantizationConfiguration(
      weightBits: trace.bits, activationBits: trace.bits, precision: precision)
    let context = try ComputeContext(threads: threads)
    let network = try Network(
      Self.graph(side: side, classes: trace.classes).quantized(quantization),
      quantization: quantization, batchSize: trace.batch, gradients: gradients, in: context)
    for (golden, name) in Self.names {
      network.parameters[name].value.copy((trace.initial[golden] ?? []).map { Float($0) })
    }
    let optimizer = MomentumSGD(
      OptimizerConfiguration(
        learningRate: trace.learningRate, momentum: trace.momentum,
        weightDecay: trace.weightDecay), parameters: network.parameters, context: context)

    for (step, expected) in trace.trace.enumerated() {
      network.input.copy(trace.inputs[step % 4].map { Float($0) })
      network.forward(ForwardPass(trains: true, observation: .summary))
      let loss = SoftmaxCrossEntropy(
        logits: network.output, labels: trace.labels[step % 4], count: trace.batch,
        gradient: network.outputGradient)
      network.backward()
      #expect(abs(loss.loss / Double(trace.batch) - expected.loss) < tolerance.loss, "step \(step)")
      try expect(expected, of: network, step: step, within: tolerance)
      optimizer.update(learningRate: trace.learningRate)
    }
    try expectEnd(of: trace, in: network, within: tolerance)
  }

  /// Step sizes, their gradients and R, before the update of a step.
  private func expect(
    _ expected: TrainingTrace.Step, of network: Network, step: Int, within tolerance: Tolerance
  ) throws {
    let points = QuantizerRecorder(network).points(step: step)
    #expect(points.map(\.quantizer).sorted() == expected.stepSizes.keys.sorted())
    for point in points {
      let id = point.quantizer
      let comment: Comment = "\(id), step \(step)"
      let stepSize = try #require(expected.stepSizes[id])
      #expect(abs(point.stepSize / stepSize - 1) < tolerance.stepSize, comment)
      guard let relative = tolerance.stepGradient else { continue }
      let gradient = try #require(expected.stepGradients[id])
      #expect(abs(point.gradient - gradient) < relative * abs(gradient) + 1e-6, comment)
      // The trace has it for weights alone.
      guard id.hasSuffix(".weight") else { continue }
      let ratio = try #require(expected.R[id])
      #expect(abs(point.updateRatio / ratio - 1) < 1e-2, comment)
    }
  }

  private func expectEnd(
    of trace: TrainingTrace, in network: Network, within tolerance: Tolerance
  ) throws {
    func expect(_ found: Tensor, _ expected: [Double]?, within tolerance: Double) throws {
      let expected = try #require(expected)
      #expect(found.count == expected.count)
      for (a, b) in zip(found.values, expected) { #expect(abs(Double(a) - b) < tolerance) }
    }
    for (golden, name) in Self.names {
      try expect(
        network.parameters[name].value, trace.final[golden], within: tolerance.weights)
    }
    for quantizer in network.quantizers {
      let golden = try #require(trace.finalStepSizes[quantizer.quantization.id])
      #expect(abs(Double(quantizer.stepSize) / golden - 1) < tolerance.stepSize)
    }
    for norm in ["bn1", "bn2"] {
      try expect(
        network.parameters.statistic("\(norm).running_mean"), trace.runningMean[norm],
        within: 1e-5)
      try expect(
        network.parameters.statistic("\(norm).running_var"), trace.runningVariance[norm],
        within: tolerance.statistics)
    }
  }
}
