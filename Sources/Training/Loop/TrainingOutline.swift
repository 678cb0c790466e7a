import Networks

/// What a run tells in its log before it trains: which network on which images, for how long, and
/// from where.
struct TrainingOutline {
  let configuration: TrainingConfiguration
  let dataset: ImageDataset
  let network: Network
  /// Updates that the run will make in all.
  let steps: Int
  /// Updates made before.
  let firstStep: Int

  var records: [TrainingRecord] {
    [size, images, start].compactMap { $0 }.map(TrainingRecord.log)
      + warnings.map(TrainingRecord.warning)
  }

  private var size: String {
    let graph = network.graph
    return "\(configuration.model.name): \(graph.parameterCount) parameters, \(graph.modelBytes) "
      + "bytes, \(graph.multiplications) multiplications an image; \(steps) steps of "
      + "\(configuration.batchSize) images, from step \(firstStep)"
  }

  /// With what a network needs to be given images elsewhere.
  private var images: String {
    func list(_ values: [Float]) -> String { values.map { "\($0)" }.joined(separator: ", ") }
    let (shape, normalization) = (dataset.shape, dataset.normalization)
    return "\(configuration.dataset.name): \(dataset.training.labels.count) images to train on, "
      + "\(dataset.test.labels.count) to test on, of \(shape.height) x \(shape.width) x "
      + "\(shape.channels) in \(dataset.classes) classes; mean \(list(normalization.mean)), "
      + "standard deviation \(list(normalization.standardDeviation))"
  }

  /// nil for a run that goes on from a checkpoint.
  private var start: String? {
    guard firstStep == 0 else { return nil }
    guard case .weights = configuration.start else { return "starts from random weights" }
    let known = network.quantizers.count { $0.stepSize != 0 }
    return "starts from given weights"
      + (network.quantizers.isEmpty
        ? "" : ", and \(known) of \(network.quantizers.count) step sizes with them")
  }

  /// Of what the length of the training leaves without effect.
  private var warnings: [String] {
    let (warmup, interval) = (
      configuration.schedule.warmupSteps, configuration.recording.metricsEvery
    )
    var warnings: [String] = []
    if warmup >= steps {
      warnings.append(
        "the learning rate never comes up to \(configuration.optimizer.learningRate): "
          + "schedule.warmupSteps is \(warmup), and the training has \(steps) steps")
    }
    if interval > steps {
      warnings.append(
        "no loss of training is recorded: record.metricsEvery is \(interval), and the training "
          + "has \(steps) steps")
    }
    return warnings
  }
}
