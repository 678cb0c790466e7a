import Tensors

/// The conv and linear nodes of a graph that multiply codes, and the values of which they do.
struct CodeProducts {
  private let products: [Int: ExactProduct]
  private let consumers: [[Int]]

  /// - Parameters:
  ///   - sums: how integers are added up.
  ///   - gradients: in what gradients are multiplied, where that takes the shape.
  init(
    of graph: Graph, precision: Precision, batchSize: Int, on sums: CodeSums,
    gradients: GradientArithmetic
  ) {
    consumers = graph.consumers
    var products: [Int: ExactProduct] = [:]
    for node in graph.nodes.indices where precision == .mixed {
      guard var product = graph.exactProduct(at: node, on: sums) else { continue }
      product.codeGradients = graph.codeGradients(at: node, batchSize: batchSize, gradients)
      // Codes that weights may outgrow are worth it only where they serve going back too: else
      // values are kept for that, and multiplied forward as well.
      if product.largestWeight == nil || product.codeGradients != nil { products[node] = product }
    }
    self.products = products
  }

  /// How a node multiplies codes; nil if it multiplies values.
  subscript(node: Int) -> ExactProduct? { products[node] }

  /// Whether some node multiplies codes of this value.
  func areRead(of value: Int) -> Bool { consumers[value].contains { products[$0] != nil } }

  /// Whether nothing but codes of this value is read going forward.
  func sufficeForward(of value: Int) -> Bool {
    !consumers[value].isEmpty && consumers[value].allSatisfy { products[$0] != nil }
  }

  /// Whether nothing but codes of this value is read at all.
  func suffice(of value: Int) -> Bool {
    !consumers[value].isEmpty
      && consumers[value].allSatisfy { products[$0]?.codeGradients != nil }
  }
}

extension Graph {
  /// How a node with a quantized input and quantized weights can multiply codes exactly: with any
  /// codes, or up to the largest of a weight where nearly all are smaller.
  fileprivate func exactProduct(at position: Int, on sums: CodeSums) -> ExactProduct? {
    guard let weights = nodes[position].operation.weightQuantization,
      case .quantize(let input) = nodes[nodes[position].inputs[0]].operation,
      // What a convolution pads with is zero, which is no code beside an offset.
      input.rule != .learnedWithOffset
    else { return nil }
    let terms = weights.shape.dropFirst().reduce(1, *)
    if CodeConvolution.isExact(
      input: input.range, weights: weights.range, terms: terms, on: sums)
    {
      return ExactProduct(largestSum: input.range.largest * weights.range.largest * terms)
    }
    let limit = CodeConvolution.largestExactWeight(input: input.range, terms: terms, on: sums)
    guard weights.hasSmallCodes, !input.range.isSigned, limit >= weights.range.largest / 2 else {
      return nil
    }
    return ExactProduct(
      largestWeight: limit, largestSum: input.range.highest * limit * terms)
  }

  /// In what a convolution that takes its gradients from codes multiplies them: nil if these codes
  /// or this shape are not taken.
  fileprivate func codeGradients(
    at position: Int, batchSize: Int, _ wanted: GradientArithmetic
  ) -> GradientArithmetic? {
    let input = nodes[nodes[position].inputs[0]]
    guard case .convolution(let kernel, _) = nodes[position].operation,
      case .quantize(let quantization) = input.operation
    else { return nil }
    let shape = kernel.shape(batch: batchSize, inputShape: input.shape)
    guard Convolution.takesCodes(shape, signed: quantization.range.isSigned) else { return nil }
    return wanted == .bfloat16 && BFloat16InputGradient.takes(shape) ? .bfloat16 : .float32
  }
}

extension Quantization {
  /// Whether few codes come near the ends of the range. A step size that starts from the mean
  /// magnitude and is learned leaves the mean code at about sqrt(Qp) / 2, which is 5.6 of 127 at 8
  /// bits.
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
