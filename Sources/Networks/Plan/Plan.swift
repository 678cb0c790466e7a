/// A graph in steps that each cross memory as few times as they can.
///
/// Four rules join nodes:
/// 1. batch-norm, the ReLU after it and the quantizers after that are one step, which reads x once;
/// 2. a sum that goes into a batch-norm is taken while its statistics are measured;
/// 3. a sum of two convolutions that nothing else reads is the second one added onto the first;
/// 4. a max pooling that alone reads the ReLU after a batch-norm goes before both.
package struct Plan: Sendable, Equatable {
  package private(set) var steps: [PlanStep] = []
  private let graph: Graph
  private let consumers: [[Int]]
  private var isJoined: [Bool]

  package init(_ graph: Graph) {
    self.graph = graph
    consumers = graph.consumers
    isJoined = graph.nodes.map { _ in false }
    for position in graph.nodes.indices where !isJoined[position] {
      if let step = makeStep(at: position) { steps.append(step) }
    }
  }

  private mutating func makeStep(at position: Int) -> PlanStep? {
    let node = graph.nodes[position]
    switch node.operation {
    case .input:
      return nil
    case .convolution:
      return makeConvolution(at: position)
    case .linear:
      return .linear(node: position, input: node.inputs[0])
    case .globalMean, .maxPooling, .flatten, .dropout:
      return .plain(node: position, input: node.inputs[0])
    case .add:
      // Rule 2: left to the batch-norm that reads it first.
      if let first = consumers[position].first, isNormalization(first) { return nil }
      return .add(node: position, node.inputs[0], node.inputs[1])
    case .batchNormalization, .relu, .quantize:
      return makeNormalizedPooling(at: position) ?? .activation(makeActivation(at: position))
    }
  }

  /// Rule 3.
  private mutating func makeConvolution(at position: Int) -> PlanStep {
    let input = graph.nodes[position].inputs[0]
    if consumers[position].count == 1, let sum = consumers[position].first,
      graph.nodes[sum].operation == .add,
      let other = graph.nodes[sum].inputs.first(where: { $0 != position }), other < position,
      case .convolution = graph.nodes[other].operation, consumers[other].count == 1
    {
      isJoined[sum] = true
      return .convolution(node: position, input: input, output: sum, onto: other)
    }
    return .convolution(node: position, input: input, output: position, onto: nil)
  }

  /// Rule 4.
  private mutating func makeNormalizedPooling(at position: Int) -> PlanStep? {
    let source = graph.nodes[position].inputs[0]
    guard isNormalization(position), graph.nodes[source].operation != .add,
      consumers[position].count == 1, let relu = consumers[position].first, isReLU(relu),
      consumers[relu].count == 1, let pooling = consumers[relu].first,
      case .maxPooling = graph.nodes[pooling].operation
    else { return nil }
    isJoined[relu] = true
    isJoined[pooling] = true
    return .normalizedPooling(source: source, normalization: position, pooling: pooling)
  }

  /// Rule 1.
  private mutating func makeActivation(at position: Int) -> PlanStep.Activation {
    var activation = PlanStep.Activation(source: graph.nodes[position].inputs[0])
    var last = position
    if isNormalization(position) {
      activation.normalization = position
      let source = graph.nodes[activation.source]
      if source.operation == .add, !isJoined[activation.source],
        consumers[activation.source].first == position
      {
        activation.terms = source.inputs
      }
      if consumers[position].count == 1, let next = consumers[position].first, isReLU(next) {
        activation.rectifies = true
        last = next
      }
    } else if isReLU(position) {
      activation.rectifies = true
    } else {
      last = activation.source
    }
    isJoined[last] = true
    for consumer in consumers[last] where !isJoined[consumer] {
      if case .quantize(let quantization) = graph.nodes[consumer].operation {
        isJoined[consumer] = true
        activation.branches.append(
          PlanStep.Branch(value: consumer, quantization: quantization))
      }
    }
    if last != activation.source,
      consumers[last].isEmpty || !consumers[last].allSatisfy(isQuantizer)
    {
      activation.branches.append(PlanStep.Branch(value: last, quantization: nil))
    }
    return activation
  }

  private func isNormalization(_ position: Int) -> Bool {
    if case .batchNormalization = graph.nodes[position].operation { true } else { false }
  }

  private func isReLU(_ position: Int) -> Bool {
    graph.nodes[position].operation == .relu
  }

  private func isQuantizer(_ position: Int) -> Bool {
    if case .quantize = graph.nodes[position].operation { true } else { false }
  }
}
