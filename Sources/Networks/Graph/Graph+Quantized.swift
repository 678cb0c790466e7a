extension Graph {
  /// The same network with the weights and the input of every conv and linear layer quantized.
  ///
  /// Each layer has its own two quantizers. Weights are signed; an input is unsigned if it cannot
  /// be negative (it comes from a ReLU, perhaps through a mean), else signed. The first and the
  /// last layer have their own bits, and so may any other.
  package func quantized(_ configuration: QuantizationConfiguration) -> Graph {
    guard configuration.method != .none else { return self }
    let names = layers.map(\.name)
    var result = Graph(inputShape: nodes[0].shape)
    var moved = [0: 0]
    for (position, node) in nodes.enumerated().dropFirst() {
      var inputs = node.inputs.map { moved[$0, default: $0] }
      var operation = node.operation
      if let layer = layers.first(where: { $0.name == node.name }) {
        let isEdge = node.name == names.first || node.name == names.last
        let source = node.inputs[0]
        let input = configuration.quantization(
          of: .activation, layer: node.name, isEdge: isEdge, signed: !isNonNegative(source),
          shape: nodes[source].shape, readsImage: source == 0)
        inputs = [result.append(input.id, .quantize(input), inputs)]
        operation = operation.quantizingWeights(
          configuration.quantization(
            of: .weight, layer: node.name, isEdge: isEdge, signed: true, shape: layer.weightShape))
      }
      moved[position] = result.append(node.name, operation, inputs)
    }
    return result
  }

  /// Whether a node's output is never negative.
  private func isNonNegative(_ position: Int) -> Bool {
    let node = nodes[position]
    return switch node.operation {
    case .relu: true
    case .globalMean, .add, .maxPooling, .flatten, .dropout: node.inputs.allSatisfy(isNonNegative)
    case .input, .quantize, .convolution, .batchNormalization, .linear: false
    }
  }
}

extension QuantizationConfiguration {
  fileprivate func quantization(
    of kind: Quantization.Kind, layer: String, isEdge: Bool, signed: Bool, shape: [Int],
    readsImage: Bool = false
  ) -> Quantization {
    let own = kind == .weight ? layers[layer]?.weightBits : layers[layer]?.activationBits
    let common = kind == .weight ? weightBits : activationBits
    let (rule, start) = method.rule(for: kind, readsImage: readsImage, measure: errorMeasure)
    return Quantization(
      layer: layer, kind: kind, bits: own ?? (isEdge ? firstLastBits : common), signed: signed,
      shape: shape, rule: rule, start: start)
  }
}

extension Operation {
  fileprivate func quantizingWeights(_ quantization: Quantization) -> Operation {
    switch self {
    case .convolution(let kernel, _): .convolution(kernel, weights: quantization)
    case .linear(let outputs, _): .linear(outputs: outputs, weights: quantization)
    default: self
    }
  }
}
