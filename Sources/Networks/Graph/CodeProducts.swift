import Tensors

/// The conv and linear nodes of a graph whose products run on codes.
struct CodeProducts {
  /// Whose forward product runs in integers, because that is exact.
  let forward: Set<Int>
  /// The largest magnitude that a sum of such products can have, while weights' codes are as large as they may be.
  let largestSums: [Int: Int]
  /// Those of them where it is exact only while no weight's code is larger than this; else values are multiplied.
  let largestWeights: [Int: Int]
  /// Those of them whose gradient of weights is taken from codes of the input too: the values themselves are then
  /// not needed.
  let both: Set<Int>
  /// Those of `both` whose gradients are multiplied in bfloat16.
  let inBFloat16: Set<Int>

  init(
    of graph: Graph, precision: Precision, batchSize: Int, on sums: CodeSums,
    gradients: GradientArithmetic
  ) {
    let exact = precision == .mixed ? graph.exactCodeProducts(on: sums) : [:]
    let shapes = exact.keys.compactMap { position -> (Int, ConvolutionShape)? in
      guard case .convolution(let kernel, _) = graph.nodes[position].operation else { return nil }
      let input = graph.nodes[position].inputs[0]
      return (position, kernel.shape(batch: batchSize, inputShape: graph.nodes[input].shape))
    }
    inBFloat16 =
      gradients == .bfloat16
      ? Set(shapes.filter { BFloat16Gradients.takes($0.1) }.map(\.0)) : []
    let both = inBFloat16.union(shapes.filter { Convolution.takesCodes($0.1) }.map(\.0))
    let always = exact.filter { $0.value.largestWeight == nil }.map(\.key)
    self.both = both
    forward = both.union(always)
    largestSums = exact.mapValues(\.largestSum)
    largestWeights = exact.filter { both.contains($0.key) }.compactMapValues(\.largestWeight)
  }
}

/// How a product of codes can be had exactly in integers.
private struct ExactProduct {
  /// Only while no weight's code is larger; nil: always.
  var largestWeight: Int?
  /// What no sum of products then passes in magnitude.
  var largestSum: Int
}

extension Graph {
  /// The nodes with an unsigned quantized input and quantized weights that can be multiplied exactly in integers: with
  /// any codes, or up to the largest of a weight where nearly all are smaller.
  fileprivate func exactCodeProducts(on sums: CodeSums) -> [Int: ExactProduct] {
    var exact: [Int: ExactProduct] = [:]
    for position in nodes.indices {
      guard let weights = nodes[position].operation.weightQuantization,
        case .quantize(let input) = nodes[nodes[position].inputs[0]].operation,
        // What a convolution pads with is zero, which is no code beside an offset.
        input.rule != .learnedWithOffset
      else { continue }
      let terms = weights.shape.dropFirst().reduce(1, *)
      let limit = CodeConvolution.largestExactWeight(input: input.range, terms: terms, on: sums)
      if CodeConvolution.isExact(
        input: input.range, weights: weights.range, terms: terms, on: sums)
      {
        exact[position] = ExactProduct(
          largestSum: input.range.highest * weights.range.largest * terms)
      } else if weights.hasSmallCodes, limit >= weights.range.largest / 2 {
        exact[position] = ExactProduct(
          largestWeight: limit, largestSum: input.range.highest * limit * terms)
      }
    }
    return exact
  }
}

extension Quantization {
  /// Whether few codes come near the ends of the range. A step size that starts from the mean magnitude and is learned
  /// leaves the mean code at about sqrt(Qp) / 2, which is 5.6 of 127 at 8 bits.
  fileprivate var hasSmallCodes: Bool { rule == .learned && start == .meanMagnitude }
}

extension Operation {
  fileprivate var weightQuantization: Quantization? {
    switch self {
    case .convolution(_, let weights), .linear(_, let weights): weights
    default: nil
    }
  }
}
