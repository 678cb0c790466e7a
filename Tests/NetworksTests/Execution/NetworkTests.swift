import Foundation
import Networks
import Tensors
import Testing

@Suite struct NetworkTests {
  /// A sine of the position: reproducible, and as good as random here.
  static func wave(_ count: Int, _ phase: Double) -> [Float] {
    (0..<count).map { Float(sin(Double($0 + 1) * 12.9898 * phase)) }
  }

  /// - Parameter fillsWeights: not where they are filled otherwise.
  static func network(
    _ graph: Graph, batch: Int, threads: Int = 1,
    quantization: QuantizationConfiguration = PlanTests.threeBits, goesBack: Bool = true,
    fillsWeights: Bool = true
  ) throws -> Network {
    let network = try Network(
      graph, quantization: quantization, batchSize: batch, goesBack: goesBack,
      in: ComputeContext(threads: threads))
    for (position, parameter) in network.parameters.parameters.enumerated()
    where !parameter.role.isOfQuantizer
      && (fillsWeights || ![.convolutionWeight, .linearWeight].contains(parameter.role))
    {
      let wave = Self.wave(parameter.value.count, 1 + 0.1 * Double(position))
      let size = Float(2 / Double(parameter.value.count / parameter.value.shape[0])).squareRoot()
      let isScale = parameter.role == .normalizationScale
      parameter.value.copy(wave.map { isScale ? 1 + $0 / 4 : $0 * size })
    }
    network.input.copy(wave(network.input.count, 0.37))
    network.outputGradient.copy(wave(network.output.count, 0.73))
    return network
  }

  /// L = sum of output * outputGradient.
  static func loss(_ network: Network) -> Double {
    network.forward(ForwardPass(trains: true))
    return zip(network.output.values, network.outputGradient.values).reduce(0) {
      $0 + Double($1.0) * Double($1.1)
    }
  }

  @Test func whatTakesMoreMemoryThanThereIsIsRefused() throws {
    let graph = try ArchitectureTests.graph("resnet152")
    let error = #expect(throws: TensorError.self) {
      _ = try Self.network(graph, batch: 1 << 20)
    }
    guard case .memory(let needed, let available)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(needed > available && available > 1 << 20)
  }

  /// Activations take memory by the example; values, gradients and momentum of parameters do not.
  @Test(arguments: [true, false])
  func parametersCountAmongWhatANetworkTakes(goesBack: Bool) throws {
    let graph = try GraphTests.resnet("resnet8")
    let needed = [1 << 22, 1 << 23].map { batch -> Int in
      let error = #expect(throws: TensorError.self) {
        _ = try Network(
          graph, quantization: PlanTests.threeBits, batchSize: batch, goesBack: goesBack,
          in: ComputeContext(threads: 1))
      }
      guard case .memory(let needed, _)? = error else { return 0 }
      return needed
    }
    let bytes = 4 * ParameterStore(graph).values.count
    #expect(2 * needed[0] - needed[1] == (goesBack ? 3 : 2) * bytes)
  }

  /// What another pass left in memory that this one does not write is not held against a layer.
  @Test func onlyWhatAPassWritesIsSearchedForNaN() throws {
    let configuration = QuantizationConfiguration(
      weightBits: 4, activationBits: 4, firstLastBits: 4)
    let graph = try GraphTests.resnet("resnet8").quantized(configuration)
    let network = try Self.network(graph, batch: 2, quantization: configuration)
    network.forward(ForwardPass(trains: true))
    network.outputGradient.fill(.nan)
    network.backward()
    network.forward(ForwardPass(trains: false))
    #expect(network.output.isFinite)
    #expect(network.firstLayerNotFinite(trains: false) == nil)
  }

  /// Every operation that ResNet-8 has not: a stem with overlapping max pooling, rectangular
  /// kernels, sums of rectified values, flattening, linear layers with ReLU and dropout between
  /// them.
  static var graphOfOtherOperations: Graph {
    var graph = Graph(inputShape: [12, 12, 2])
    var x = graph.normalizedReLU(
      "bn1", "relu1", on: graph.convolution("stem", outputs: 5, size: 5, stride: 2, on: 0))
    x = graph.append("pool", .maxPooling(PoolingWindow(size: 3, stride: 2, padding: 1)), x)
    var y = x
    for (index, (height, width)) in [(1, 3), (3, 1)].enumerated() {
      let kernel = Networks.Operation.Kernel(
        outputs: 5, height: height, width: width, stride: 1, paddingHeight: height / 2,
        paddingWidth: width / 2)
      y = graph.append("conv\(index)", .convolution(kernel, weights: nil), y)
      y = graph.normalizedReLU("norm\(index)", "rectified\(index)", on: y)
    }
    x = graph.append("add", .add, y, x)
    x = graph.normalizedReLU(
      "bn2", "relu2", on: graph.convolution("conv2", outputs: 6, size: 3, on: x))
    x = graph.append("flatten", .flatten, x)
    x = graph.append("hidden", .linear(outputs: 7, weights: nil), x)
    x = graph.append("dropout", .dropout(probability: 0.25), graph.append("relu3", .relu, x))
    _ = graph.append("fc", .linear(outputs: 3, weights: nil), x)
    return graph
  }

  @Test(arguments: [true, false])
  func gradientsInFloat32AreThoseOfFiniteDifferences(isResNet: Bool) throws {
    let graph =
      try isResNet
      ? #require(Architecture.named("resnet8")).graph(inputShape: [8, 8, 2], classes: 3)
      : Self.graphOfOtherOperations
    let network = try Self.network(graph, batch: 16)
    network.forward(ForwardPass(trains: true))
    network.backward()
    let gradients = network.parameters.gradients.values
    for parameter in network.parameters.parameters {
      // Along the gradient, where a difference is largest beside rounding; a short way, as
      // batch-norm over few values bends the loss sharply.
      let slice = parameter.offset..<(parameter.offset + parameter.value.count)
      let direction = Array(gradients[slice])
      let norm = direction.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      let start = parameter.value.values
      func lossAt(_ distance: Double) -> Double {
        parameter.value.copy(
          zip(start, direction).map { $0 + Float(distance * Double($1) / norm) })
        return Self.loss(network)
      }
      let h = 1e-4
      let difference = (lossAt(h) - lossAt(-h)) / (2 * h)
      parameter.value.copy(start)
      #expect(abs(difference / norm - 1) < 0.05, "\(parameter.name): \(difference), \(norm)")
    }
  }

  @Test(arguments: [true, false])
  func memoryIsSharedWithoutHarm(isResNet: Bool) throws {
    // Backward twice from the same forward values: what the first overwrote must not be read again
    // before it is written, so a fresh forward and backward give the same bits.
    let graph =
      try isResNet
      ? GraphTests.resnet("resnet8", side: 8).quantized(PlanTests.threeBits)
      : Self.graphOfOtherOperations.quantized(PlanTests.threeBits)
    let network = try Self.network(graph, batch: 4, threads: 2)
    network.forward(ForwardPass(trains: true))
    network.backward()
    let first = network.parameters.gradients.values
    network.forward(ForwardPass(trains: true))
    network.backward()
    #expect(network.parameters.gradients.values == first)
    #expect(first.allSatisfy { $0.isFinite })
  }

  /// With 8-bit inputs some processors add products exactly only while weight codes are at most 64.
  @Test(arguments: [true, false])
  func weightCodesTooLargeForIntegersAreMultipliedAsValues(trains: Bool) throws {
    func network(_ precision: Precision) throws -> Network {
      let quantization = QuantizationConfiguration(
        weightBits: 8, activationBits: 8, precision: precision)
      let graph = try GraphTests.resnet("resnet8", side: 8).quantized(quantization)
      return try Self.network(graph, batch: 4, quantization: quantization)
    }
    let networks = [try network(.mixed), try network(.float32)]
    networks[0].forward(ForwardPass(trains: true))
    for scale: Float in [1, 0.1] {
      for quantizer in networks[0].quantizers where quantizer.quantization.kind == .weight {
        quantizer.parameter.value.scale(by: scale, in: networks[0].context)
      }
      networks[1].parameters.values.copy(networks[0].parameters.values.values)
      for (mine, other) in zip(networks[1].parameters.statistics, networks[0].parameters.statistics)
      {
        mine.value.copy(other.value.values)
      }
      for network in networks { network.forward(ForwardPass(trains: trains)) }
      let outputs = networks.map(\.output.values)
      #expect(zip(outputs[0], outputs[1]).allSatisfy { abs($0 - $1) < 0.05 })
      if scale < 1, CodeSums.ofThisProcessor == .pairsIn16Bits {
        #expect(outputs[0] == outputs[1])
      }
      networks.forEach { $0.backward() }
      #expect(networks[0].parameters.gradients.values.allSatisfy { $0.isFinite })
    }
  }

  @Test(arguments: [true, false], [true, false])
  func aNetworkThatOnlyGoesForwardAnswersTheSame(isResNet: Bool, isQuantized: Bool) throws {
    let plain =
      try isResNet ? GraphTests.resnet("resnet8", side: 8) : Self.graphOfOtherOperations
    let graph = isQuantized ? plain.quantized(PlanTests.threeBits) : plain
    let networks = try [true, false].map {
      try Self.network(graph, batch: 4, threads: 2, goesBack: $0)
    }
    for trains in [true, false] {
      for network in networks { network.forward(ForwardPass(trains: trains)) }
      #expect(networks[0].output.values == networks[1].output.values)
    }
  }

  /// The gradient of the output is the caller's, whichever memory the passes may share.
  @Test func passesLeaveTheGradientOfTheOutputAlone() throws {
    var graph = Graph(inputShape: [6, 6, 2])
    let x = graph.append("relu", .relu, graph.convolution("conv", outputs: 4, size: 3, on: 0))
    _ = graph.append("mean", .globalMean, x)
    let network = try Self.network(graph, batch: 2)
    let gradient = network.outputGradient.values
    network.forward(ForwardPass(trains: true))
    #expect(network.outputGradient.values == gradient)
    network.backward()
    #expect(network.outputGradient.values == gradient)
  }

  /// What has no parameters before it has no gradient to pass on.
  @Test(arguments: [nil, PlanTests.threeBits] as [QuantizationConfiguration?])
  func aNetworkMayBeginWithAnyOperation(quantization: QuantizationConfiguration?) throws {
    var graph = Graph(inputShape: [6, 6, 2])
    let pooled = graph.append("pool", .maxPooling(PoolingWindow(size: 2, stride: 2)), 0)
    let x = graph.convolution("conv", outputs: 4, size: 3, on: graph.append("relu", .relu, pooled))
    _ = graph.append("fc", .linear(outputs: 3, weights: nil), graph.append("flatten", .flatten, x))
    let network = try Self.network(quantization.map { graph.quantized($0) } ?? graph, batch: 2)
    network.forward(ForwardPass(trains: true))
    network.backward()
    #expect(network.parameters["conv.weight"].gradient.values.contains { $0 != 0 })
    #expect(network.parameters.gradients.isFinite)
  }

  @Test func anOutputThatNoLayerReadsIsComputedInEvaluationToo() throws {
    var graph = Graph(inputShape: [6, 6, 2])
    _ = graph.append("relu", .relu, graph.convolution("conv", outputs: 4, size: 3, on: 0))
    let network = try Self.network(graph, batch: 2)
    network.forward(ForwardPass(trains: true))
    let output = network.output.values
    #expect(output.contains { $0 > 0 })
    network.output.fill(-1)
    network.forward(ForwardPass(trains: false))
    #expect(network.output.values == output)
  }

  @Test func dropoutIsDrawnAnewEachStepAndNotInEvaluation() throws {
    let network = try Self.network(Self.graphOfOtherOperations, batch: 4)
    func output(_ trains: Bool, _ randomness: UInt64) -> [Float] {
      network.forward(ForwardPass(trains: trains, randomness: randomness))
      return network.output.values
    }
    #expect(output(true, 1) == output(true, 1))
    #expect(output(true, 1) != output(true, 2))
    #expect(output(false, 1) == output(false, 2))
  }

  @Test func evaluationUsesRunningStatisticsAndLeavesThem() throws {
    let graph = try GraphTests.resnet("resnet8", side: 8)
    let network = try Self.network(graph, batch: 4)
    let before = network.parameters.statistics.map(\.value.values)
    network.forward(ForwardPass(trains: false))
    let first = network.output.values
    #expect(network.parameters.statistics.map(\.value.values) == before)
    // The output of an example does not depend on the rest of the batch.
    network.input.slice(64..<256).fill(0)
    network.forward(ForwardPass(trains: false))
    #expect(network.output.values.prefix(10) == first.prefix(10))
    network.forward(ForwardPass(trains: true))
    #expect(network.parameters.statistics.map(\.value.values) != before)
  }

  @Test func theFirstLayerThatIsNotFiniteIsNamed() throws {
    let graph = try GraphTests.resnet("resnet8", side: 8)
    let network = try Self.network(graph, batch: 2)
    #expect(network.firstLayerNotFinite() == nil)
    network.parameters["stage2.block1.conv1.weight"].value.data[3] = .nan
    #expect(network.firstLayerNotFinite() == "stage2.block1.conv1")
  }
}
