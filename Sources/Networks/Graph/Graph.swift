import Tensors

/// A network as operations in the order in which they can be computed. The last node is the output.
///
/// Training, export, size accounting and the list of layers all walk this one value.
package struct Graph: Sendable, Equatable {
  package private(set) var nodes: [Node]

  /// A graph of one input: height, width, channels; or features.
  package init(inputShape: [Int]) {
    nodes = [Node(name: "input", operation: .input, inputs: [], shape: inputShape)]
  }

  /// Adds an operation on the outputs of earlier nodes.
  /// - Returns: its position.
  package mutating func append(_ name: String, _ operation: Operation, _ inputs: Int...) -> Int {
    append(name, operation, inputs)
  }

  mutating func append(_ name: String, _ operation: Operation, _ inputs: [Int]) -> Int {
    precondition(inputs.allSatisfy(nodes.indices.contains), "\(name) takes \(inputs)")
    precondition(!nodes.contains { $0.name == name }, "two nodes are named \(name)")
    let shape = Self.shape(of: operation, on: inputs.map { nodes[$0].shape }, name: name)
    nodes.append(Node(name: name, operation: operation, inputs: inputs, shape: shape))
    return nodes.count - 1
  }

  /// Positions of the nodes that take each node's output.
  package var consumers: [[Int]] {
    var consumers = nodes.map { _ in [Int]() }
    for (position, node) in nodes.enumerated() {
      for input in node.inputs { consumers[input].append(position) }
    }
    return consumers
  }

  private static func shape(
    of operation: Operation, on inputs: [[Int]], name: String
  ) -> [Int] {
    guard let first = inputs.first else { preconditionFailure("\(name) takes no input") }
    switch operation {
    case .input, .quantize, .batchNormalization, .relu, .dropout:
      return first
    case .flatten:
      return [first.reduce(1, *)]
    case .maxPooling(let window):
      precondition(first.count == 3, "\(name) takes images, not \(first)")
      let (height, width) = (window.outputs(of: first[0]), window.outputs(of: first[1]))
      precondition(height > 0 && width > 0, "\(name) is larger than \(first)")
      return [height, width, first[2]]
    case .add:
      precondition(inputs.count == 2 && inputs[1] == first, "\(name) adds \(inputs)")
      return first
    case .globalMean:
      precondition(first.count == 3, "\(name) takes images, not \(first)")
      return [first[2]]
    case .linear(let outputs, _):
      precondition(first.count == 1, "\(name) takes features, not \(first)")
      return [outputs]
    case .convolution(let kernel, _):
      precondition(first.count == 3, "\(name) takes images, not \(first)")
      let shape = kernel.shape(batch: 1, inputShape: first)
      precondition(
        shape.outputHeight > 0 && shape.outputWidth > 0, "\(name) is larger than \(first)")
      return Array(shape.outputShape.dropFirst())
    }
  }
}
