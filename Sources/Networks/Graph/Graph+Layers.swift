import Tensors

extension Graph {
  /// The conv and linear layers, in order.
  package var layers: [Layer] {
    nodes.compactMap { node in
      switch node.operation {
      case .convolution(let kernel, let weights):
        let shape = kernel.shape(batch: 1, inputShape: nodes[node.inputs[0]].shape)
        let each = shape.inputs * shape.kernelHeight * shape.kernelWidth
        return Layer(
          name: node.name, kind: .convolution, weightShape: shape.weightShape,
          outputShape: node.shape, biases: 0,
          multiplications: node.shape.reduce(1, *) * each, weights: weights,
          input: quantization(ofInput: node))
      case .linear(let outputs, let weights):
        let inputs = nodes[node.inputs[0]].shape[0]
        return Layer(
          name: node.name, kind: .linear, weightShape: [outputs, inputs],
          outputShape: node.shape, biases: outputs, multiplications: outputs * inputs,
          weights: weights, input: quantization(ofInput: node))
      default:
        return nil
      }
    }
  }

  /// All quantizers, layer by layer, the input's before the weights'.
  package var quantizations: [Quantization] {
    layers.flatMap { [$0.input, $0.weights].compactMap { $0 } }
  }

  /// Learned numbers: weights, biases, and two a channel of each batch-norm. Step sizes are not
  /// counted.
  package var parameterCount: Int {
    layers.map { $0.weightCount + $0.biases }.reduce(normalizationParameterCount, +)
  }

  /// Bytes of the model: quantized weights at their bits (rounded up to bytes a layer), step sizes,
  /// offsets and everything else in float32, running statistics included.
  package var modelBytes: Int {
    let weights = layers.map { ($0.weightCount * ($0.weights?.bits ?? 32) + 7) / 8 }.reduce(0, +)
    let biases = layers.map(\.biases).reduce(0, +)
    let offsets = quantizations.count { $0.rule == .learnedWithOffset }
    return weights
      + 4 * (biases + 2 * normalizationParameterCount + quantizations.count + offsets)
  }

  /// Multiplications for one example.
  package var multiplications: Int {
    layers.map(\.multiplications).reduce(0, +)
  }

  private var normalizationParameterCount: Int {
    nodes.map { node in
      if case .batchNormalization = node.operation { 2 * (node.shape.last ?? 0) } else { 0 }
    }.reduce(0, +)
  }

  private func quantization(ofInput node: Node) -> Quantization? {
    if case .quantize(let quantization) = nodes[node.inputs[0]].operation {
      quantization
    } else {
      nil
    }
  }
}
