package import Foundation
package import Networks
import Tensors

/// Weights of a file, to start a network from.
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
    self.init(tensors: content.tensors, path: file.path)
    if let json = content.metadata["state"],
      let state = try? JSONDecoder().decode(TrainingState.self, from: Data(json.utf8))
    {
      bits = state.bits
      model = state.model
    }
  }

  /// Copies all weights and running statistics, which must be there in the right shapes, and those
  /// step sizes that were learned at the same bits. Other step sizes stay to be initialised.
  package func start(_ network: Network) throws {
    for parameter in network.parameters.parameters where !parameter.role.isOfQuantizer {
      try copy(parameter.name, to: parameter.value)
    }
    for (name, value) in network.parameters.statistics { try copy(name, to: value) }
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
    guard let saved = tensors[name] else {
      throw TrainingError.unusableCheckpoint(path: path, reason: "it has no \(name)")
    }
    guard saved.shape == tensor.shape, let values = saved.floats else {
      throw TrainingError.unusableCheckpoint(
        path: path,
        reason:
          "\(name) is \(saved.type.rawValue) of shape \(saved.shape), not floating point of \(tensor.shape)"
      )
    }
    tensor.copy(values)
  }
}
