import Tensors

extension Graph {
  /// Whether a node is a convolution whose forward product runs on codes, in integers.
  func multipliesCodes(_ position: Int, precision: Precision) -> Bool {
    guard precision == .mixed,
      case .convolution(_, let weights?) = nodes[position].operation,
      case .quantize(let input) = nodes[nodes[position].inputs[0]].operation,
      // What a convolution pads with is zero, which is no code beside an offset.
      input.rule != .learnedWithOffset
    else { return false }
    return CodeConvolution.isExact(input: input.range, weights: weights.range)
  }
}
