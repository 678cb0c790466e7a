package import Foundation

/// Everything a run needs to go on: one safetensors file in a folder of its own.
///
/// Tensors: parameters as "layer.weight" and "layer.bias", running statistics as
/// "norm.running_mean" and "norm.running_var", step sizes as "layer.weight.stepSize" and
/// "layer.input.stepSize", momentum buffers as "momentum." and the parameter's name, and the last
/// recorded codes of weights as "codes." and the quantizer's id. The metadata "state" is a
/// `TrainingState` in JSON.
package struct Checkpoint: Sendable, Equatable {
  /// The file in a checkpoint's folder.
  package static let fileName = "checkpoint.safetensors"

  package var tensors: [String: SafetensorsTensor]
  package var state: TrainingState

  init(tensors: [String: SafetensorsTensor], state: TrainingState) {
    self.tensors = tensors
    self.state = state
  }

  /// Reads the checkpoint in `folder`.
  /// - Throws: `TrainingError.unusableCheckpoint`, or `DataError` for a file that is damaged.
  package init(folder: URL) throws {
    let file = Self.file(folder)
    let content = try Safetensors(contentsOf: file)
    guard let json = content.metadata["state"] else {
      throw TrainingError.unusableCheckpoint(
        path: file.path, reason: "it has weights but no state to go on from")
    }
    do {
      state = try JSONDecoder().decode(TrainingState.self, from: Data(json.utf8))
    } catch {
      throw TrainingError.unusableCheckpoint(
        path: file.path, reason: "its state cannot be read: \(error)")
    }
    tensors = content.tensors
  }

  /// Writes it into `folder`, made if missing. A crash leaves the old checkpoint or the new one,
  /// whole.
  package func write(to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let json = String(decoding: try encoder.encode(state), as: UTF8.self)
    try Safetensors(tensors, metadata: ["state": json]).write(to: Self.file(folder))
  }

  /// The file of a checkpoint's folder; a file stands for itself, also one that is missing, by its
  /// name.
  static func file(_ url: URL) -> URL {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
    let isFile = exists ? !isFolder.boolValue : url.pathExtension == "safetensors"
    return isFile ? url : url.appending(path: fileName)
  }
}
