package import Tensors

/// The learned tensors of a network, one after another in one block of values and one of gradients.
///
/// Tensors with the same treatment lie together: first weights, then biases and batch-norm, then
/// those of quantizers.
package final class ParameterStore {
  /// All learned values.
  package let values: Tensor
  /// All gradients, in the same places.
  package let gradients: Tensor
  /// In the order in which they lie.
  package let parameters: [Parameter]
  /// Running statistics of batch-norm, named as PyTorch names them: the node's name and
  /// "running_mean" or "running_var". Not learned.
  package let statistics: [(name: String, value: Tensor)]
  private let positions: [String: Int]

  package init(_ graph: Graph) {
    let slots = Self.slots(of: graph)
    // Each tensor begins on a cache line.
    var offsets: [Int] = []
    var end = 0
    for slot in slots {
      offsets.append(end)
      end += (slot.shape.reduce(1, *) + 15) / 16 * 16
    }
    let (values, gradients) = (TensorStorage(count: end), TensorStorage(count: end))
    parameters = zip(slots, offsets).map { slot, offset in
      Parameter(
        name: slot.name, role: slot.role,
        value: Tensor(shape: slot.shape, in: values, offset: offset),
        gradient: Tensor(shape: slot.shape, in: gradients, offset: offset), offset: offset)
    }
    self.values = Tensor(shape: [end], in: values)
    self.gradients = Tensor(shape: [end], in: gradients)
    positions = Dictionary(
      uniqueKeysWithValues: slots.enumerated().map { ($0.element.name, $0.offset) })
    statistics = Self.statistics(of: graph)
    for parameter in parameters where parameter.role == .normalizationScale {
      parameter.value.fill(1)
    }
  }

  /// The parameter of this name. There must be one.
  package subscript(name: String) -> Parameter {
    guard let position = positions[name] else { preconditionFailure("no parameter \(name)") }
    return parameters[position]
  }

  /// The running statistic of this name. There must be one.
  package func statistic(_ name: String) -> Tensor {
    guard let found = statistics.first(where: { $0.name == name }) else {
      preconditionFailure("no statistic \(name)")
    }
    return found.value
  }

  /// Where the parameters of the given roles lie in `values`, in as few ranges as they make.
  package func ranges(of roles: Set<Parameter.Role>) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    for parameter in parameters where roles.contains(parameter.role) {
      let end = parameter.offset + (parameter.value.count + 15) / 16 * 16
      if let last = ranges.last, last.upperBound == parameter.offset {
        ranges[ranges.count - 1] = last.lowerBound..<end
      } else {
        ranges.append(parameter.offset..<end)
      }
    }
    return ranges
  }

  private typealias Slot = (name: String, role: Parameter.Role, shape: [Int])

  private static func slots(of graph: Graph) -> [Slot] {
    let layers = graph.layers
    var slots: [Slot] = layers.map { layer in
      (
        "\(layer.name).weight",
        layer.kind == .convolution ? .convolutionWeight : .linearWeight, layer.weightShape
      )
    }
    for layer in layers where layer.biases > 0 {
      slots.append(("\(layer.name).bias", .bias, [layer.biases]))
    }
    for node in graph.nodes {
      if case .batchNormalization = node.operation {
        let channels = [node.shape.last ?? 0]
        slots.append(("\(node.name).weight", .normalizationScale, channels))
        slots.append(("\(node.name).bias", .normalizationShift, channels))
      }
    }
    for quantization in graph.quantizations {
      slots.append(("\(quantization.id).stepSize", quantization.rule.role, [1]))
      if quantization.rule == .learnedWithOffset {
        slots.append(("\(quantization.id).offset", .offset, [1]))
      }
    }
    return slots
  }

  private static func statistics(of graph: Graph) -> [(name: String, value: Tensor)] {
    graph.nodes.flatMap { node -> [(name: String, value: Tensor)] in
      guard case .batchNormalization = node.operation else { return [] }
      let (mean, variance) = (
        Tensor(shape: node.shape.suffix(1)), Tensor(shape: node.shape.suffix(1))
      )
      variance.fill(1)
      return [("\(node.name).running_mean", mean), ("\(node.name).running_var", variance)]
    }
  }
}

extension StepRule {
  fileprivate var role: Parameter.Role {
    switch self {
    case .learned, .learnedWithOffset: .stepSize
    case .clipping: .clippingStepSize
    case .held, .fitted: .heldStepSize
    }
  }
}
