import Tensors

/// Makes the layers of a network from the plan of its graph.
struct NetworkAssembly {
  let input: Tensor
  let output: Tensor
  let outputGradient: Tensor
  private(set) var layers: [any NetworkLayer] = []
  private(set) var backwardLayers: [any BackwardLayer] = []

  private let graph: Graph
  private let steps: [PlanStep]
  private let parameters: ParameterStore
  private let batchSize: Int
  private let codeProducts: CodeProducts
  private let goesBack: Bool
  private let context: ComputeContext
  private let quantizers: [String: Quantizer]
  private let assignment: BufferAssignment
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
    // Beside values and gradients of parameters, which are there, the optimizer's momentum.
    tensors = try assignment.plan.allocate(beside: goesBack ? parameters.values.count : 0)
    guard let input = assignment.values[0].flatMap({ [tensors] in tensors[$0] }),
      let output = assignment.values[graph.nodes.count - 1].flatMap({ [tensors] in tensors[$0] }),
      let outputGradient = tensors[assignment.outputGradient]
    else { preconditionFailure("the graph has no output") }
    self.input = input
    self.output = output
    self.outputGradient = outputGradient
  }

  mutating func build() throws(TensorError) {
    for (index, step) in steps.enumerated() {
      let layer = try makeLayer(step, assignment.backward[index])
      layers.append(layer.forward)
      guard goesBack else { continue }
      // Built in forward order; reversed at the end, so sums of gradients come after their step here. A sum's own
      // step has nothing else to do on the way back: its gradient is that of both terms.
      if let backward = layer.backward { backwardLayers.append(backward) }
      for sum in assignment.backward[index].sums.reversed() {
        backwardLayers.append(
          SumLayer(
            name: layer.forward.name, terms: (tensor(sum.terms.0), tensor(sum.terms.1)),
            total: tensor(sum.total), context: context))
      }
    }
    backwardLayers.reverse()
  }

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
      gradients: incoming(backward).flatMap { dy in
        backward.outgoing.map { (dy, tensor($0)) }
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

  private func makeActivation(
    _ activation: PlanStep.Activation, _ backward: BufferAssignment.Backward
  ) -> ActivationLayer {
    let named = activation.normalization ?? activation.branches.first?.value ?? activation.source
    return ActivationLayer(
      name: graph.nodes[named].name, source: value(activation.source),
      terms: activation.terms.map(value),
      normalization: activation.normalization.flatMap(makeNormalization),
      rectifies: activation.rectifies,
      branches: activation.branches.map {
        .init(
          output: assignment.values[$0.value].map(tensor),
          quantizer: $0.quantization.flatMap { quantizers[$0.id] },
          codes: codes($0.value),
          isReadAsCodes: graph.consumers[$0.value].allSatisfy(codeProducts.forward.contains))
      },
      gradients: .init(
        incoming: backward.incoming.map { ($0.branch, tensor($0.buffer)) },
        residual: backward.residual.map(tensor), outgoing: backward.outgoing.map(tensor)),
      derivative: activation.branches.first.flatMap { assignment.derivatives[$0.value] }
        .map(tensor),
      context: context)
  }

  private func makeNormalization(_ node: Int) -> Normalization? {
    guard case .batchNormalization(let epsilon, let momentum) = graph.nodes[node].operation else {
      return nil
    }
    return Normalization(
      name: graph.nodes[node].name, epsilon: epsilon, momentum: momentum,
      parameters: parameters, context: context)
  }

  private func makeConvolution(
    _ node: Int, _ input: Int, _ output: Int, accumulates: Bool,
    _ backward: BufferAssignment.Backward
  ) throws(TensorError) -> ConvolutionLayer {
    guard case .convolution(let kernel, let weights) = graph.nodes[node].operation else {
      preconditionFailure("\(graph.nodes[node].name) is no convolution")
    }
    let shape = kernel.shape(batch: batchSize, inputShape: graph.nodes[input].shape)
    var products: Convolution.Products = goesBack ? [.forward, .weightGradient] : .forward
    var integerProduct: IntegerProduct?
    if codeProducts.forward.contains(node), let codes = codes(input) {
      integerProduct = .init(
        product: try CodeConvolution(
          shape, accumulates: accumulates, largestSum: codeProducts.largestSums[node] ?? .max,
          in: context),
        input: codes,
        largestWeight: codeProducts.largestWeights[node])
      if integerProduct?.largestWeight == nil { products.remove(.forward) }
    }
    if backward.outgoing != nil { products.insert(.inputGradient) }
    var roundedGradients: BFloat16Gradients?
    if goesBack, codeProducts.inBFloat16.contains(node) {
      roundedGradients = try BFloat16Gradients(
        shape, wantsInputGradient: backward.outgoing != nil, in: context)
      products.subtract([.inputGradient, .weightGradient])
    }
    return ConvolutionLayer(
      name: graph.nodes[node].name,
      product: try Convolution(
        shape, accumulates: accumulates, products: products, in: context),
      integerProduct: integerProduct, roundedGradients: roundedGradients,
      weights: makeWeights(node, weights, integerProduct),
      inputQuantizer: quantizers["\(graph.nodes[node].name).input"],
      buffers: .init(
        input: assignment.values[input].map(tensor),
        gradientCodes: codeProducts.both.contains(node) ? codes(input) : nil,
        output: value(output), outputGradient: incoming(backward),
        inputGradient: backward.outgoing.map(tensor),
        derivative: assignment.derivatives[input].map(tensor)),
      context: context)
  }

  private func makeLinear(
    _ node: Int, _ input: Int, _ backward: BufferAssignment.Backward
  ) throws(TensorError) -> LinearLayer {
    guard case .linear(let outputs, let weights) = graph.nodes[node].operation else {
      preconditionFailure("\(graph.nodes[node].name) is not linear")
    }
    let inputs = graph.nodes[input].shape[0]
    var integerProduct: IntegerProduct?
    if codeProducts.forward.contains(node), let codes = codes(input) {
      // A 1x1 convolution of images of one pixel, added to the bias.
      let shape = ConvolutionShape(
        batch: batchSize, height: 1, width: 1, inputs: inputs, outputs: outputs, kernel: 1,
        stride: 1, padding: 0)
      integerProduct = .init(
        product: try CodeConvolution(shape, accumulates: true, in: context),
        input: codes, largestWeight: nil)
    }
    return LinearLayer(
      name: graph.nodes[node].name,
      product: try Linear(
        batch: batchSize, inputs: inputs, outputs: outputs, in: context),
      integerProduct: integerProduct,
      weights: makeWeights(node, weights, integerProduct),
      inputQuantizer: quantizers["\(graph.nodes[node].name).input"],
      bias: parameters["\(graph.nodes[node].name).bias"], input: value(input),
      output: value(node), outputGradient: incoming(backward),
      inputGradient: backward.outgoing.map(tensor), context: context)
  }

  private func makeWeights(
    _ node: Int, _ quantization: Quantization?, _ integerProduct: IntegerProduct?
  ) -> LayerWeights {
    LayerWeights(
      parameters["\(graph.nodes[node].name).weight"],
      quantizer: quantization.flatMap { quantizers[$0.id] }, keepsCodes: integerProduct != nil,
      codesSuffice: integerProduct?.largestWeight == nil, context: context)
  }

  // MARK: Tensors

  private func tensor(_ buffer: BufferPlan.Buffer) -> Tensor {
    guard let tensor = tensors[buffer] else { preconditionFailure("a buffer was not allocated") }
    return tensor
  }

  private func value(_ node: Int) -> Tensor {
    guard let buffer = assignment.values[node] else {
      preconditionFailure("\(graph.nodes[node].name) has no buffer")
    }
    return tensor(buffer)
  }

  private func codes(_ node: Int) -> CodeTensor? {
    assignment.codes[node].map {
      CodeTensor(shape: [batchSize] + graph.nodes[node].shape, in: tensor($0))
    }
  }

  private func incoming(_ backward: BufferAssignment.Backward) -> Tensor? {
    precondition(!goesBack || !backward.incoming.isEmpty, "an output has no gradient")
    return backward.incoming.first.map { tensor($0.buffer) }
  }
}
