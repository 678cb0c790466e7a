package import Foundation
package import Networks
import Tensors

/// A trained network at its bits, in one safetensors file: what must be kept to run it, and no
/// more.
///
/// Quantized weights are U8 tensors of `PackedCodes`, in the order of the weights (out, in, height,
/// width) and filled up to a byte at the end of a layer. A weight is its code times
/// "layer.weight.stepSize". All else is float32 under the names of a checkpoint: biases, batch-norm
/// with its statistics, step sizes and offsets. The metadata "quantizers" has the `Codes` of each
/// id in JSON, "model" the network's name, "normalization" what was done to the images. The tensors
/// take `Graph.modelBytes` bytes. Tests/Peers/rebuild.py computes with them, in NumPy.
package struct PackedNetwork: Sendable {
  /// The file in the folder of the final checkpoint.
  package static let fileName = "network.safetensors"

  /// What the codes of one quantizer are.
  private struct Codes: Codable {
    let bits: Int
    /// -Qn; the highest is -Qn + 2^bits - 1.
    let lowest: Int
    /// Of the values; for the input of a layer, of one example.
    let shape: [Int]

    /// Whether they are those of a quantizer.
    var areOfQuantizer: Bool {
      (2...8).contains(bits)
        && [true, false].contains { CodeRange(bits: bits, signed: $0).lowest == lowest }
    }
  }

  /// Of the training images, a number a channel, in units of white: a pixel value p of 0...255 goes
  /// in as (p / 255 - mean) / standardDeviation.
  private struct Moments: Codable {
    let mean: [Float]
    let standardDeviation: [Float]
  }

  private let content: Safetensors
  private let codes: [String: Codes]

  /// What `network`, which is called `model` and sees images of this `normalization`, computes
  /// with.
  package init(of network: Network, model: String, normalization: Normalization) throws {
    var tensors: [String: SafetensorsTensor] = [:]
    for (name, value) in network.parameters.parameters.map({ ($0.name, $0.value) })
      + network.parameters.statistics
    {
      tensors[name] = SafetensorsTensor(UnsafeBufferPointer(value.buffer), shape: value.shape)
    }
    var codes: [String: Codes] = [:]
    for quantizer in network.quantizers {
      let quantization = quantizer.quantization
      codes[quantization.id] = Codes(
        bits: quantization.bits, lowest: quantization.range.lowest, shape: quantization.shape)
      if quantization.kind == .weight {
        tensors[quantization.id] = SafetensorsTensor(Self.pack(quantizer, of: network).bytes)
      }
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let moments = Moments(
      mean: normalization.mean, standardDeviation: normalization.standardDeviation)
    content = Safetensors(
      tensors,
      metadata: [
        "quantizers": String(decoding: try encoder.encode(codes), as: UTF8.self), "model": model,
        "normalization": String(decoding: try encoder.encode(moments), as: UTF8.self),
      ])
    self.codes = codes
  }

  /// The file's content, if it is a packed network; `path` names it in errors.
  /// - Throws: `TrainingError.unusableCheckpoint` if "quantizers" cannot be read.
  init?(_ content: Safetensors, path: String) throws {
    guard let json = content.metadata["quantizers"] else { return nil }
    do {
      codes = try JSONDecoder().decode([String: Codes].self, from: Data(json.utf8))
    } catch {
      throw TrainingError.unusableCheckpoint(
        path: path, reason: "its quantizers cannot be read: \(error)")
    }
    self.content = content
  }

  /// Replaces `file` as a whole.
  package func write(to file: URL) throws {
    try content.write(to: file)
  }

  /// The bits of each quantizer.
  var bits: [String: Int] { codes.mapValues(\.bits) }

  /// All tensors, weights as numbers: codes times step size.
  /// - Throws: `TrainingError.unusableCheckpoint` if codes are not those that are announced.
  func unpacked(path: String) throws -> [String: SafetensorsTensor] {
    var tensors = content.tensors
    for (id, codes) in codes {
      guard let tensor = tensors[id] else { continue }
      guard codes.areOfQuantizer, let bytes = tensor.elements(as: UInt8.self),
        let count = SafetensorsTensor.byteCount(.u8, codes.shape),
        let packed = PackedCodes(bytes, count: count, lowest: codes.lowest, bits: codes.bits),
        let step = tensors["\(id).stepSize"]?.floats?.first
      else {
        throw TrainingError.unusableCheckpoint(
          path: path,
          reason: "\(id) is not packed codes of \(codes.bits) bits and shape \(codes.shape)")
      }
      tensors[id] = SafetensorsTensor(packed.codes.map { Float($0) * step }, shape: codes.shape)
    }
    return tensors
  }

  private static func pack(_ quantizer: Quantizer, of network: Network) -> PackedCodes {
    let (quantization, weights) = (
      quantizer.quantization, network.parameters[quantizer.quantization.id].value
    )
    var codes = [Int8](repeating: 0, count: weights.count)
    codes.withUnsafeMutableBufferPointer {
      _ = QuantizationSummary(
        of: weights, by: StepQuantizer(step: quantizer.stepSize, range: quantization.range),
        codes: $0.baseAddress)
    }
    return PackedCodes(codes, lowest: quantization.range.lowest, bits: quantization.bits)
  }
}
