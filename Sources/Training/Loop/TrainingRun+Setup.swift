import Foundation
import Networks
import Tensors

/// What a run begins with.
extension TrainingRun {
  /// The network, its optimizer and its teacher, if it has one.
  static func makeTrainer(
    _ configuration: TrainingConfiguration, _ dataset: ImageDataset
  ) throws -> Trainer {
    let shape = dataset.shape
    let graph = try configuration.model.architecture.graph(
      inputShape: [shape.height, shape.width, shape.channels],
      classes: configuration.model.classes)
    try configuration.checkLayers(of: graph)
    let network = try makeNetwork(graph, configuration)
    let distillation = configuration.distillation
    return Trainer(
      network: network, optimizer: configuration.optimizer,
      labelSmoothing: configuration.labelSmoothing,
      teacher: try distillation.map {
        try Teacher($0, model: configuration.model.name, student: network)
      }, labelWeight: distillation?.labelWeight ?? 1)
  }

  private static func makeNetwork(
    _ graph: Graph, _ configuration: TrainingConfiguration
  ) throws -> Network {
    do {
      return try Network(
        graph.quantized(configuration.quantization), quantization: configuration.quantization,
        batchSize: configuration.batchSize, in: ComputeContext(threads: configuration.threads))
    } catch TensorError.memory(let needed, let available) {
      throw TrainingError.invalidConfiguration(
        field: "batchSize",
        reason: "\(configuration.batchSize) images at a time take \(needed >> 20) MiB; "
          + "this machine has \(available >> 20) MiB")
    }
  }

  /// Puts a trainer where the run was that wrote the checkpoint in `folder`.
  /// - Parameter expected: a state of this run, whose seed, network and bits the checkpoint must
  ///   have.
  static func restore(
    _ trainer: Trainer, from folder: URL, expecting expected: TrainingState, batchesPerEpoch: Int
  ) throws -> TrainingState {
    let checkpoint = try Checkpoint(folder: folder)
    let found = checkpoint.state
    if let reason = expected.misfit(found) {
      throw TrainingError.unusableCheckpoint(path: folder.path, reason: reason)
    }
    guard found.isConsistent(batchesPerEpoch: batchesPerEpoch) else {
      throw TrainingError.unusableCheckpoint(
        path: folder.path,
        reason: "after step \(found.step) it goes on at batch \(found.position.batch) of epoch "
          + "\(found.position.epoch), which is another place in epochs of \(batchesPerEpoch) batches"
      )
    }
    try checkpoint.restore(trainer.network, trainer.optimizer, path: folder.path)
    return found
  }
}
