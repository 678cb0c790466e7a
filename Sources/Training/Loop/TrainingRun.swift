import Foundation
import Networks
import Tensors

/// One run under way: what `TrainingLoop` does, verb by verb.
final class TrainingRun {
  private let configuration: TrainingConfiguration
  private let dataset: ImageDataset
  private let workFolder: URL
  private let observer: any TrainingObserver
  private let trainer: Trainer
  private let evaluator: Evaluator
  private let recorder: QuantizerRecorder
  private let loader: BatchLoader
  private let learningRate: LearningRate
  private let steps: Int
  private var state: TrainingState
  private var clock: TrainingClock
  private var batch = Batch()
  private var lastEvaluation: BatchTally?
  private var lastGradientNorm: Double?

  init(
    _ configuration: TrainingConfiguration, dataset: ImageDataset, workFolder: URL,
    observer: any TrainingObserver, resumingFrom folder: URL?
  ) throws {
    self.configuration = configuration
    self.dataset = dataset
    self.workFolder = workFolder
    self.observer = observer
    trainer = try Self.makeTrainer(configuration, dataset)
    evaluator = Evaluator(dataset: dataset, network: trainer.network)
    recorder = QuantizerRecorder(trainer.network)
    state = TrainingState(
      step: 0, position: .start, seed: configuration.seed, model: configuration.model.name,
      bits: Dictionary(
        uniqueKeysWithValues: trainer.network.quantizers.map {
          ($0.quantization.id, $0.quantization.bits)
        }), bestTestAccuracy: 0, tally: BatchTally())
    if let folder {
      state = try Self.restore(
        trainer, from: folder, expecting: state,
        batchesPerEpoch: dataset.training.labels.count / configuration.batchSize)
    } else if case .weights(let url) = configuration.start {
      try SavedWeights(contentsOf: url).start(trainer.network)
    } else {
      InitialWeights.fill(trainer.network, seed: configuration.seed)
    }
    loader = try dataset.trainingBatches(
      batchSize: configuration.batchSize, seed: Self.dataSeed(configuration),
      epochs: configuration.epochs, from: state.position)
    steps = loader.batchesPerEpoch * configuration.epochs
    learningRate = LearningRate(
      base: configuration.optimizer.learningRate, schedule: configuration.schedule, steps: steps,
      stepsPerEpoch: loader.batchesPerEpoch)
    clock = TrainingClock()
  }

  /// What the order of images and their augmentation follow from.
  ///
  /// A fine-tuning often has the seed of the training that made its weights: with the same draws it
  /// would see the very images, cropped and mirrored alike, that the weights have been fitted to.
  private static func dataSeed(_ configuration: TrainingConfiguration) -> UInt64 {
    guard case .weights = configuration.start else { return configuration.seed }
    var generator = RandomGenerator(seed: configuration.seed, purpose: .fineTuning)
    return generator.next()
  }

  /// Reports what will be trained.
  func begin() throws {
    try observer.record(.quantizers(recorder.descriptions()))
    let outline = TrainingOutline(
      configuration: configuration, dataset: dataset, network: trainer.network, steps: steps,
      firstStep: state.step)
    for record in outline.records { try observer.record(record) }
  }

  /// Trains on the next batch.
  /// - Returns: false if there is none.
  func trainBatch() throws -> Bool {
    guard try loader.next(&batch) else { return false }
    let isDue = state.step % configuration.recording.stepSizesEvery == 0
    var observation: Observation = isDue ? .summary : []
    let takesHistograms = configuration.recording.histograms == .epoch && state.step == 0
    if takesHistograms { observation.insert(.histogram) }
    var generator = RandomGenerator(
      seed: configuration.seed, purpose: .dropout, index: state.step)
    let loss = trainer.computeGradients(
      images: batch.images, labels: batch.labels, observation: observation,
      refits: state.step % configuration.refitEvery == 0, randomness: generator.next())
    try trainer.checkFinite(loss, step: state.step)
    if isDue { try observer.record(.steps(recorder.points(step: state.step))) }
    if takesHistograms { try recordHistograms() }
    lastGradientNorm = trainer.update(learningRate: learningRate(state.step))
    try trainer.checkQuantizers(step: state.step)
    if isDue { try trainer.checkParameters(step: state.step) }
    state.tally.add(loss.labels, distillation: loss.teacher, examples: batch.count)
    state.step += 1
    state.position = loader.position
    state.owesEvaluation = state.step % loader.batchesPerEpoch == 0 ? true : nil
    clock.finishStep(images: batch.count)
    return true
  }

  /// Reports the metrics of the steps since the last report.
  func recordMetricsIfDue() throws {
    guard state.step % configuration.recording.metricsEvery == 0 else { return }
    var values: [(key: TrainingMetric, value: Double)] = [
      (.trainLoss, state.tally.meanLoss), (.trainAccuracy, state.tally.accuracy),
      (.learningRate, learningRate(state.step - 1)),
      (.imagesPerSecond, clock.takeImagesPerSecond()),
    ]
    if configuration.distillation != nil {
      values.append((.distillationLoss, state.tally.meanDistillationLoss))
    }
    if let norm = lastGradientNorm { values.append((.gradientNorm, norm)) }
    if let bytes = ResidentMemory.bytes { values.append((.memoryBytes, Double(bytes))) }
    state.tally = BatchTally()
    try observer.record(.metrics(step: state.step, epoch: epoch, values: values))
  }

  /// After the last batch of an epoch: evaluates, and keeps the network if it is the best so far.
  /// All of it is done again after a stop, from the batch-norm statistics that the batch left.
  /// - Throws: `StopHeard`.
  func finishEpochIfDone() throws {
    guard state.owesEvaluation == true else { return }
    let statistics = trainer.network.parameters.statistics.map {
      (tensor: $0.value, values: $0.value.values)
    }
    do {
      try clock.pause { try finishEpoch() }
    } catch let stop as StopHeard {
      for statistic in statistics { statistic.tensor.copy(statistic.values) }
      tellProgress()
      throw stop
    }
  }

  /// Writes a checkpoint every so many steps.
  func saveIfDue() throws {
    guard state.step % configuration.checkpointEverySteps == 0, state.step < steps else { return }
    try clock.pause { try save(.periodic) }
  }

  /// Reports how far the run is.
  /// - Throws: `StopHeard` if there is more to do and the observer asks to stop.
  func reportProgress() throws {
    tellProgress()
    if state.step < steps { try checkStop() }
  }

  /// Writes the final checkpoint, and the network at its bits, and sums the run up.
  func finish(_ outcome: TrainingResult.Outcome) throws -> TrainingResult {
    // Whoever stops a run wants it to end now: the test set is not gone through for that.
    let tally = lastEvaluation ?? BatchTally()
    let folder = try save(.final)
    return TrainingResult(
      outcome: outcome, step: state.step, testLoss: tally.meanLoss, testAccuracy: tally.accuracy,
      testTop5: tally.top5Accuracy,
      bestTestAccuracy: max(state.bestTestAccuracy, tally.accuracy),
      modelBytes: trainer.network.graph.modelBytes, seconds: clock.seconds,
      imagesPerSecond: clock.trainingImagesPerSecond, finalCheckpoint: folder,
      packedNetwork: outcome == .completed ? try pack(into: folder) : nil)
  }

  // MARK: Parts

  /// Epochs completed.
  private var epoch: Int { state.step / loader.batchesPerEpoch }

  private func tellProgress() {
    let speed = clock.overallImagesPerSecond
    observer.progress(
      TrainingProgress(
        step: state.step, steps: steps, epoch: epoch, epochs: configuration.epochs,
        imagesPerSecond: speed,
        secondsLeft: Double((steps - state.step) * configuration.batchSize) / speed))
  }

  private func checkStop() throws {
    if observer.stopRequested() { throw StopHeard() }
  }

  private func finishEpoch() throws {
    if state.step == steps { try reestimateNormalization() }
    let takesHistograms = configuration.recording.histograms == .epoch
    let tally = try evaluate(observing: takesHistograms ? .histogram : [])
    state.owesEvaluation = nil
    if takesHistograms { try recordHistograms() }
    // The first of all is the best, also where it hits nothing.
    if tally.accuracy > state.bestTestAccuracy || state.bestTestAccuracy == 0 {
      state.bestTestAccuracy = tally.accuracy
      try save(.best)
    }
  }

  private func evaluate(observing observation: Observation) throws -> BatchTally {
    let tally = try evaluator.evaluate(observing: observation, beforeEachBatch: checkStop)
    guard tally.loss.isFinite else {
      throw TrainingError.diverged(
        step: state.step, layer: trainer.network.firstLayerNotFinite(trains: false) ?? "loss",
        reason: "the test loss is not finite")
    }
    lastEvaluation = tally
    try observer.record(
      .metrics(
        step: state.step, epoch: epoch,
        values: [
          (.testLoss, tally.meanLoss), (.testAccuracy, tally.accuracy),
          (.testTop5, tally.top5Accuracy),
        ]))
    return tally
  }

  /// Averages batch-norm's statistics anew over some training batches, if asked. Weights whose
  /// codes flip from step to step leave running statistics that belong to no one network (Nagel et
  /// al. 2022, section 3.2).
  private func reestimateNormalization() throws {
    let count = configuration.reestimationBatches
    guard count > 0 else { return }
    let before = try evaluator.evaluate(beforeEachBatch: checkStop).accuracy
    let (first, perEpoch) = (configuration.epochs, loader.batchesPerEpoch)
    let batches = try dataset.trainingBatches(
      batchSize: configuration.batchSize, seed: Self.dataSeed(configuration),
      epochs: first + (count + perEpoch - 1) / perEpoch, from: DataPosition(epoch: first, batch: 0))
    for done in 0..<count {
      guard try batches.next(&batch) else { break }
      try checkStop()
      trainer.network.input.copy(batch.images)
      trainer.network.forward(ForwardPass(trains: true, momentum: 1 / Double(done + 1)))
    }
    try observer.record(
      .log(
        "batch-norm statistics taken anew over \(count) batches; test accuracy before: "
          + "\(String(format: "%.2f%%", before * 100))"))
  }

  private func recordHistograms() throws {
    for histogram in recorder.histograms(step: state.step) {
      try observer.record(.histogram(histogram))
    }
  }

  @discardableResult
  private func save(_ kind: CheckpointKind) throws -> URL {
    try trainer.checkParameters(step: state.step)
    let folder = workFolder.appending(path: kind.rawValue, directoryHint: .isDirectory)
    let checkpoint = Checkpoint(of: trainer.network, trainer.optimizer, state: state)
    try observer.save { try checkpoint.write(to: folder) }
    try observer.checkpoint(folder, step: state.step, kind: kind)
    return folder
  }

  private func pack(into folder: URL) throws -> URL? {
    if trainer.network.quantizers.isEmpty { return nil }
    let file = folder.appending(path: PackedNetwork.fileName)
    let packed = try PackedNetwork(
      of: trainer.network, model: configuration.model.name, normalization: dataset.normalization)
    try observer.save { try packed.write(to: file) }
    return file
  }
}
