import Tensors

/// The layers that multiply, on codes where that is exact.
extension NetworkAssembly {
  func makeConvolution(
    _ node: Int, _ input: Int, _ output: Int, accumulates: Bool,
    _ backward: BufferAssignment.Backward
  ) throws(TensorError) -> ConvolutionLayer {
    guard case .convolution(let kernel, let quantization) = graph.nodes[node].operation else {
      preconditionFailure("\(graph.nodes[node].name) is no convolution")
    }
    let shape = kernel.shape(batch: batchSize, inputShape: graph.nodes[input].shape)
    let weights = makeWeights(node, quantization)
    let factors = try makeFactors(
      node, input, shape, accumulates: accumulates, weights, backward)
    return ConvolutionLayer(
      name: graph.nodes[node].name,
      product: try Convolution(
        shape, accumulates: accumulates,
        products: factors.float32Products(
          goesBack: goesBack, givesInputGradient: backward.outgoing != nil),
        weightArithmetic: codeProducts[node]?.codeGradients ?? .float32, in: context),
      factors: factors, weights: weights, output: value(output),
      outputGradient: incoming(backward), inputGradient: inputGradient(of: input, backward),
      context: context)
  }

  private func makeFactors(
    _ node: Int, _ input: Int, _ shape: ConvolutionShape, accumulates: Bool,
    _ weights: LayerWeights, _ backward: BufferAssignment.Backward
  ) throws(TensorError) -> ConvolutionFactors {
    let integers = try makeIntegerProduct(
      node, input, shape, accumulates: accumulates, weights)
    guard let integers else { return .values(input: value(input)) }
    switch codeProducts[node]?.codeGradients {
    case nil:
      return .codesForward(integers, input: value(input))
    case .bfloat16 where backward.outgoing != nil:
      return .codesInBFloat16(integers, try BFloat16InputGradient(shape, in: context))
    case .float32, .bfloat16:
      return .codes(integers)
    }
  }

  /// The forward product of a node's codes; nil if it multiplies values.
  private func makeIntegerProduct(
    _ node: Int, _ input: Int, _ shape: ConvolutionShape, accumulates: Bool,
    _ weights: LayerWeights
  ) throws(TensorError) -> IntegerProduct? {
    guard let exact = codeProducts[node], let input = codes(input), let weights = weights.codes
    else { return nil }
    return IntegerProduct(
      product: try CodeConvolution(
        shape, hasSignedInput: input.quantizer.quantization.range.isSigned,
        accumulates: accumulates, largestSum: exact.largestSum, in: context),
      input: input, weights: weights, largestWeight: exact.largestWeight)
  }

  private func inputGradient(
    of input: Int, _ backward: BufferAssignment.Backward
  ) -> ConvolutionLayer.InputGradient {
    if let outgoing = backward.outgoing { return .values(tensor(outgoing)) }
    guard let derivative = assignment.derivatives[input], let quantizer = quantizer(of: input)
    else { return .none }
    return .stepSize(derivative: tensor(derivative), quantizer)
  }

  func makeLinear(
    _ node: Int, _ input: Int, _ backward: BufferAssignment.Backward
  ) throws(TensorError) -> LinearLayer {
    guard case .linear(let outputs, let quantization) = graph.nodes[node].operation else {
      preconditionFailure("\(graph.nodes[node].name) is not linear")
    }
    let inputs = graph.nodes[input].shape[0]
    // On codes, a 1x1 convolution of images of one pixel, added to the bias.
    let shape = ConvolutionShape(
      batch: batchSize, height: 1, width: 1, inputs: inputs, outputs: outputs, kernel: 1,
      stride: 1, padding: 0)
    let weights = makeWeights(node, quantization)
    return LinearLayer(
      name: graph.nodes[node].name,
      product: try Linear(
        batch: batchSize, inputs: inputs, outputs: outputs, in: context),
      integerProduct: try makeIntegerProduct(node, input, shape, accumulates: true, weights),
      weights: weights, bias: parameters["\(graph.nodes[node].name).bias"], input: value(input),
      output: value(node), outputGradient: incoming(backward),
      inputGradient: backward.outgoing.map(tensor), context: context)
  }

  private func makeWeights(_ node: Int, _ quantization: Quantization?) -> LayerWeights {
    LayerWeights(
      parameters["\(graph.nodes[node].name).weight"],
      quantizer: quantization.flatMap { quantizers[$0.id] }, exact: codeProducts[node],
      context: context)
  }
}
