import Tensors

/// The conv and linear nodes of a graph whose products run on codes.
struct CodeProducts {
  /// Whose forward product runs in integers, because that is exact.
  let forward: Set<Int>
  /// Those of them whose gradient of weights is taken from codes of the input too: the values themselves are then
  /// not needed.
  let both: Set<Int>

  init(of graph: Graph, precision: Precision, batchSize: Int, on sums: CodeSums) {
    forward = precision == .mixed ? graph.exactCodeProducts(on: sums) : []
    both = forward.filter { position in
      guard case .convolution(let kernel, _) = graph.nodes[position].operation else {
        return false
      }
      let input = graph.nodes[position].inputs[0]
      return Convolution.takesCodes(
        kernel.shape(batch: batchSize, inputShape: graph.nodes[input].shape))
    }
  }
}

extension Graph {
  /// The nodes with an unsigned quantized input and quantized weights that can be multiplied exactly in integers.
  fileprivate func exactCodeProducts(on sums: CodeSums) -> Set<Int> {
    Set(
      nodes.indices.filter { position in
        guard let weights = nodes[position].operation.weightQuantization,
          case .quantize(let input) = nodes[nodes[position].inputs[0]].operation,
          // What a convolution pads with is zero, which is no code beside an offset.
          input.rule != .learnedWithOffset
        else { return false }
        return CodeConvolution.isExact(
          input: input.range, weights: weights.range,
          terms: weights.shape.dropFirst().reduce(1, *), on: sums)
      })
  }
}

extension Operation {
  fileprivate var weightQuantization: Quantization? {
    switch self {
    case .convolution(_, let weights), .linear(_, let weights): weights
    default: nil
    }
  }
}
