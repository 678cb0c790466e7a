import Tensors

/// Makes the layers of a network from the plan of its graph.
struct NetworkAssembly {
  let input: Tensor
  let output: Tensor
  let outputGradient: Tensor
  private(set) var layers: [any NetworkLayer] = []
  private(set) var backwardLayers: [any BackwardLayer] = []

  let graph: Graph
  let parameters: ParameterStore
  let batchSize: Int
  let codeProducts: CodeProducts
  let goesBack: Bool
  let context: ComputeContext
  let quantizers: [String: Quantizer]
  let assignment: BufferAssignment
  private let steps: [PlanStep]
  private let tensors: [BufferPlan.Buffer: Tensor]

  init(
    _ graph: Graph, quantizers: [Quantizer], parameters: ParameterStore, batchSize: Int,
    precision: Precision, gradients: GradientArithmetic, goesBack: Bool, context: ComputeContext
  ) throws(TensorError) {
    self.graph = graph
    self.goesBack = goesBack
    self.parameters = parameters
    self.batchSize = batchSize
    codeProducts = CodeProducts(
      of: graph, precision: precision, batchSize: batchSize, on: .ofThisProcessor,
      gradients: gradients)
    self.context = context
    self.quantizers = Dictionary(
      uniqueKeysWithValues: quantizers.map { ($0.quantization.id, $0) })
    steps = Plan(graph).steps
    assignment = BufferAssignment(
      steps, graph: graph, batchSize: batchSize, codeProducts: codeProducts,
      goesBack: goesBack)
    // Beside values and gradients of parameters and, to train, the optimizer's momentum.
    tensors = try assignment.plan.allocate(
      beside: (goesBack ? 3 : 2) * parameters.values.count)
    guard let input = assignment.values[0].flatMap({ [tensors] in tensors[$0] }),
      let output = assignment.values[graph.nodes.count - 1].flatMap({ [tensors] in tensors[$0] }),
      let outputGradient = tensors[assignment.outputGradient]
    else { preconditionFailure("the graph has no output") }
    self.input = input
    self.output = output
    self.outputGradient = outputGradient
  }

  mutating func build() throws(TensorError) {
    let made = try zip(steps, assignment.backward).map { (step, backward) throws(TensorError) in
      try makeLayer(step, backward)
    }
    layers = made.map(\.forward)
    guard goesBack else { return }
    for (layer, backward) in zip(made, assignment.backward).reversed() {
      backwardLayers += backward.sums.map {
        SumLayer(
          name: layer.forward.name, terms: (tensor($0.terms.0), tensor($0.terms.1)),
          total: tensor($0.total), context: context)
      }
      if let own = layer.backward { backwardLayers.append(own) }
    }
  }

  /// A step's layers. One that adds has nothing to do going back: its gradient is that of both
  /// terms.
  private typealias Made = (forward: any NetworkLayer, backward: (any BackwardLayer)?)

  private func makeLayer(
    _ step: PlanStep, _ backward: BufferAssignment.Backward
  ) throws(TensorError) -> Made {
    switch step {
    case .activation(let activation):
      let layer = makeActivation(activation, backward)
      return (layer, backward.incoming.isEmpty ? nil : layer)
    case .convolution(let node, let input, let output, let onto):
      let layer = try makeConvolution(node, input, output, accumulates: onto != nil, backward)
      return (layer, layer)
    case .linear(let node, let input):
      let layer = try makeLinear(node, input, backward)
      return (layer, layer)
    case .plain(let node, let input):
      let layer = makePlain(node, input, backward)
      return (layer, layer)
    case .normalizedPooling(let source, let normalization, let pooling):
      let layer = makeNormalizedPooling(source, normalization, pooling, backward)
      return (layer, layer)
    case .add(let node, let a, let b):
      let layer = SumLayer(
        name: graph.nodes[node].name, terms: (value(a), value(b)), total: value(node),
        context: context)
      return (layer, nil)
    }
  }

  private func makePlain(
    _ node: Int, _ input: Int, _ backward: BufferAssignment.Backward
  ) -> any NetworkLayer & BackwardLayer {
    let buffers = PlainBuffers(
      name: graph.nodes[node].name, input: value(input), output: value(node),
      gradients: backward.incoming.first.flatMap { dy in
        backward.outgoing.map { (tensor(dy.buffer), tensor($0)) }
      })
    switch graph.nodes[node].operation {
    case .globalMean:
      return GlobalMeanLayer(buffers, context: context)
    case .maxPooling(let window):
      guard let places = assignment.places[node] else {
        preconditionFailure("\(buffers.name) has no buffer for places")
      }
      return MaxPoolingLayer(
        buffers, window: window,
        places: CodeTensor(shape: [batchSize] + graph.nodes[node].shape, in: tensor(places)),
        context: context)
    case .flatten:
      return FlattenLayer(buffers, context: context)
    case .dropout(let probability):
      return DropoutLayer(buffers, probability: probability, position: node, context: context)
    default:
      preconditionFailure("\(buffers.name) is no plain operation")
    }
  }

  private func makeNormalizedPooling(
    _ source: Int, _ normalization: Int, _ pooling: Int,
    _ backward: BufferAssignment.Backward
  ) -> NormalizedPoolingLayer {
    guard case .maxPooling(let window) = graph.nodes[pooling].operation,
      let normalization = makeBatchNormalization(normalization),
      let extremes = assignment.extremes[pooling], let places = assignment.places[pooling]
    else { preconditionFailure("\(graph.nodes[pooling].name) pools nothing normalized") }
    return NormalizedPoolingLayer(
      name: graph.nodes[pooling].name, source: value(source), normalization: normalization,
      window: window, extremes: tensor(extremes),
      places: CodeTensor(shape: [batchSize] + graph.nodes[pooling].shape, in: tensor(places)),
      output: value(pooling),
      gradients: incoming(backward).flatMap { dy in
        guard let between = backward.between, let dx = backward.outgoing else { return nil }
        return .init(output: dy, pooled: tensor(between), source: tensor(dx))
      }, context: context)
  }

  private func makeActivation(
    _ activation: PlanStep.Activation, _ backward: BufferAssignment.Backward
  ) -> ActivationLayer {
    let named = activation.normalization ?? activation.branches.first?.value ?? activation.source
    return ActivationLayer(
      name: graph.nodes[named].name, source: value(activation.source),
      terms: activation.terms.map(value),
      normalization: activation.normalization.flatMap(makeBatchNormalization),
      rectifies: activation.rectifies,
      branches: activation.branches.map {
        .init(
          output: assignment.values[$0.value].map(tensor),
          quantizer: $0.quantization.flatMap { quantizers[$0.id] },
          codes: codes($0.value)?.codes,
          isReadAsCodes: codeProducts.sufficeForward(of: $0.value))
      },
      gradients: .init(
        incoming: backward.incoming.map { ($0.branch, tensor($0.buffer)) },
        residual: backward.residual.map(tensor), outgoing: backward.outgoing.map(tensor)),
      derivative: activation.branches.first.flatMap { assignment.derivatives[$0.value] }
        .map(tensor),
      context: context)
  }

  private func makeBatchNormalization(_ node: Int) -> BatchNormalization? {
    guard case .batchNormalization(let epsilon, let momentum) = graph.nodes[node].operation else {
      return nil
    }
    return BatchNormalization(
      name: graph.nodes[node].name, epsilon: epsilon, momentum: momentum,
      parameters: parameters, context: context)
  }

  // MARK: Tensors

  func tensor(_ buffer: BufferPlan.Buffer) -> Tensor {
    guard let tensor = tensors[buffer] else { preconditionFailure("a buffer was not allocated") }
    return tensor
  }

  func value(_ node: Int) -> Tensor {
    guard let buffer = assignment.values[node] else {
      preconditionFailure("\(graph.nodes[node].name) has no buffer")
    }
    return tensor(buffer)
  }

  func codes(_ node: Int) -> QuantizedCodes? {
    guard let buffer = assignment.codes[node], let quantizer = quantizer(of: node) else {
      return nil
    }
    let codes = CodeTensor(shape: [batchSize] + graph.nodes[node].shape, in: tensor(buffer))
    return QuantizedCodes(codes: codes, quantizer: quantizer)
  }

  func quantizer(of node: Int) -> Quantizer? {
    guard case .quantize(let quantization) = graph.nodes[node].operation else { return nil }
    return quantizers[quantization.id]
  }

  func incoming(_ backward: BufferAssignment.Backward) -> Tensor? {
    precondition(!goesBack || !backward.incoming.isEmpty, "an output has no gradient")
    return backward.incoming.first.map { tensor($0.buffer) }
  }
}
