import Tensors

extension Graph {
  /// Whether a node is a convolution whose forward product runs on codes, in integers.
  func multipliesCodes(_ position: Int, precision: Precision) -> Bool {
    guard precision == .mixed,
      case .convolution(_, let weights?) = nodes[position].operation,
      case .quantize(let input) = nodes[nodes[position].inputs[0]].operation
    else { return false }
    return CodeConvolution.isExact(input: input.range, weights: weights.range)
  }
}
