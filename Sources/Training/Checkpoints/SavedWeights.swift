package import Foundation
package import Networks
import Tensors

/// Weights of a file, to start a network from: a checkpoint, a packed network, or a PyTorch
/// network's state in safetensors.
package struct SavedWeights {
  private let tensors: [String: SafetensorsTensor]
  private let path: String
  /// Bits that its step sizes belong to, by quantizer; empty if the file does not say.
  private var bits: [String: Int] = [:]
  /// The name of the network, if the file says.
  package private(set) var model: String?

  /// Whether it is of a network with quantizers.
  package var isQuantized: Bool { tensors.keys.contains { $0.hasSuffix(".stepSize") } }

  init(tensors: [String: SafetensorsTensor], path: String) {
    self.tensors = tensors
    self.path = path
  }

  /// - Parameter url: a checkpoint's folder, or a safetensors file.
  package init(contentsOf url: URL) throws {
    let file = Checkpoint.file(url)
    let content = try Safetensors(contentsOf: file)
    if let packed = try PackedNetwork(content, path: file.path) {
      self.init(tensors: try packed.unpacked(path: file.path), path: file.path)
      (bits, model) = (packed.bits, content.metadata["model"])
      return
    }
    self.init(tensors: content.tensors, path: file.path)
    if let json = content.metadata["state"],
      let state = try? JSONDecoder().decode(TrainingState.self, from: Data(json.utf8))
    {
      bits = state.bits
      model = state.model
    }
  }

  /// Copies all weights and running statistics, which must be there in the right shapes under their
  /// own names or `PyTorchNames`, and those step sizes that were learned at the same bits. Other
  /// step sizes stay to be initialised.
  ///
  /// A convolution's bias before a batch-norm, which VGG has in PyTorch, only shifts the mean that
  /// is subtracted: it is taken off the running mean. Weights that the network has no place for are
  /// refused: they would be those of another network.
  package func start(_ network: Network) throws {
    try refuseOtherNetworks(network)
    for parameter in network.parameters.parameters where !parameter.role.isOfQuantizer {
      try copy(parameter.name, to: parameter.value)
    }
    for (name, value) in network.parameters.statistics { try copy(name, to: value) }
    try foldBiases(into: network)
    for quantizer in network.quantizers
    where bits[quantizer.quantization.id] == quantizer.quantization.bits {
      try copy(quantizer.parameter.name, to: quantizer.parameter.value)
      // Only some methods have offsets.
      if let offset = quantizer.offset, tensors[offset.name] != nil {
        try copy(offset.name, to: offset.value)
      }
    }
  }

  func copy(_ name: String, to tensor: Tensor) throws {
    guard let saved = self.tensor(named: name) else {
      let foreign = PyTorchNames.name(of: name)
      throw unusable("it has no \(name)\(foreign == name ? "" : ", nor \(foreign)")")
    }
    guard saved.shape == tensor.shape, let values = saved.floats else {
      throw unusable(
        "\(name) is \(saved.type.rawValue) of shape \(saved.shape), not floating point of \(tensor.shape)"
      )
    }
    guard values.allSatisfy(\.isFinite) else {
      throw unusable("\(name) has values that are not finite")
    }
    // 0 is that of a quantizer that has seen no batch.
    if name.hasSuffix(".stepSize"), !name.hasPrefix("momentum."),
      let s = values.first(where: { $0 < 0 })
    {
      throw unusable("\(name) is \(s), which no step size is")
    }
    tensor.copy(values)
  }

  private func tensor(named name: String) -> SafetensorsTensor? {
    tensors[name] ?? tensors[PyTorchNames.name(of: name)]
  }

  private func refuseOtherNetworks(_ network: Network) throws {
    if let tensor = tensors.keys.sorted().first(where: { $0.hasSuffix("downsample.1.weight") }) {
      throw unusable(
        "it is of a network that normalises after each convolution (it has \(tensor)), as "
          + "torchvision's ResNets do; those here normalise before, and its weights do not fit")
    }
    let known = network.parameters.parameters.map(\.name)
    let names = Set(known + known.map(PyTorchNames.name))
    let other = tensors.keys.sorted().first { name in
      name.hasSuffix(".weight") && !name.hasPrefix("momentum.") && !name.hasPrefix("codes.")
        && !names.contains(name)
    }
    if let other { throw unusable("it has \(other), for which the network has no place") }
  }

  private func foldBiases(into network: Network) throws {
    let (nodes, consumers) = (network.graph.nodes, network.graph.consumers)
    for (position, node) in nodes.enumerated() {
      guard case .convolution = node.operation, let bias = tensor(named: "\(node.name).bias")
      else { continue }
      guard let next = consumers[position].first, consumers[position].count == 1,
        case .batchNormalization = nodes[next].operation,
        let values = bias.floats, values.count == node.shape.last
      else {
        throw unusable("it has \(node.name).bias; the convolution there has none to take it")
      }
      let mean = network.parameters.statistic("\(nodes[next].name).running_mean")
      for (c, value) in values.enumerated() { mean.data[c] -= value }
    }
  }

  private func unusable(_ reason: String) -> TrainingError {
    .unusableCheckpoint(path: path, reason: reason)
  }
}
