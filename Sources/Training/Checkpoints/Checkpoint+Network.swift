import Foundation
package import Networks
import Tensors

extension Checkpoint {
  /// What `network` and `optimizer` hold now.
  package init(of network: Network, _ optimizer: MomentumSGD, state: TrainingState) {
    var tensors: [String: SafetensorsTensor] = [:]
    for parameter in network.parameters.parameters {
      tensors[parameter.name] = SafetensorsTensor(parameter.value)
      let range = parameter.offset..<(parameter.offset + parameter.value.count)
      tensors["momentum.\(parameter.name)"] = SafetensorsTensor(
        optimizer.momentumBuffer.slice(range).reshaped(parameter.value.shape))
    }
    for (name, value) in network.parameters.statistics {
      tensors[name] = SafetensorsTensor(value)
    }
    for quantizer in network.quantizers where !quantizer.codes.isEmpty {
      tensors["codes.\(quantizer.quantization.id)"] = SafetensorsTensor(
        quantizer.codes, shape: quantizer.quantization.shape)
    }
    self.init(tensors: tensors, state: state)
  }

  /// Puts `network` and `optimizer` where the run was when it wrote this.
  package func restore(
    _ network: Network, _ optimizer: MomentumSGD, path: String
  ) throws {
    let weights = SavedWeights(tensors: tensors, path: path)
    for parameter in network.parameters.parameters {
      try weights.copy(parameter.name, to: parameter.value)
      let range = parameter.offset..<(parameter.offset + parameter.value.count)
      try weights.copy(
        "momentum.\(parameter.name)",
        to: optimizer.momentumBuffer.slice(range).reshaped(parameter.value.shape))
    }
    for (name, value) in network.parameters.statistics { try weights.copy(name, to: value) }
    for quantizer in network.quantizers {
      let codes = tensors["codes.\(quantizer.quantization.id)"]
      quantizer.codes = codes?.elements(as: Int8.self) ?? []
    }
  }
}

extension SafetensorsTensor {
  fileprivate init(_ tensor: Tensor) {
    self.init(UnsafeBufferPointer(tensor.buffer), shape: tensor.shape)
  }
}
