package import Networks

/// Everything that determines a run. Same configuration, same machine kind: same bits.
package struct TrainingConfiguration: Sendable, Equatable {
  /// Seeds the weights, the order of the data and its augmentation.
  package var seed: UInt64
  /// Threads of the products and kernels, the thread that trains included.
  package var threads: Int
  /// What to train on.
  package var dataset: DatasetConfiguration
  /// What to train.
  package var model: ModelConfiguration
  /// Bits and method; `.none` as the method trains in float32.
  package var quantization: QuantizationConfiguration
  /// Steps between two fits of step sizes that are fitted to their values.
  package var refitEvery: Int
  /// Where the first weights come from.
  package var start: StartingPoint
  /// A teacher beside the labels.
  package var distillation: DistillationConfiguration?
  /// How gradients move parameters.
  package var optimizer: OptimizerConfiguration
  /// How the learning rate moves.
  package var schedule: ScheduleConfiguration
  /// The share of each label that is spread evenly over all classes. Szegedy et al. 2016.
  package var labelSmoothing: Double
  /// Passes over the training set.
  package var epochs: Int
  /// Examples a step.
  package var batchSize: Int
  /// Training batches over which batch-norm's statistics are averaged anew after the last step,
  /// before the last evaluation; 0 to keep the running ones.
  package var reestimationBatches: Int
  /// What is recorded, how often.
  package var recording: RecordingConfiguration
  /// Steps between two checkpoints.
  package var checkpointEverySteps: Int

  package init(
    seed: UInt64 = 1, threads: Int = 1, dataset: DatasetConfiguration, model: ModelConfiguration,
    quantization: QuantizationConfiguration, refitEvery: Int = 10,
    start: StartingPoint = .random, distillation: DistillationConfiguration? = nil,
    optimizer: OptimizerConfiguration = OptimizerConfiguration(),
    schedule: ScheduleConfiguration = ScheduleConfiguration(), labelSmoothing: Double = 0,
    epochs: Int, batchSize: Int = 128, reestimationBatches: Int = 0,
    recording: RecordingConfiguration = RecordingConfiguration(), checkpointEverySteps: Int = 200
  ) {
    self.seed = seed
    self.threads = threads
    self.dataset = dataset
    self.model = model
    self.quantization = quantization
    self.refitEvery = refitEvery
    self.start = start
    self.distillation = distillation
    self.optimizer = optimizer
    self.schedule = schedule
    self.labelSmoothing = labelSmoothing
    self.epochs = epochs
    self.batchSize = batchSize
    self.reestimationBatches = reestimationBatches
    self.recording = recording
    self.checkpointEverySteps = checkpointEverySteps
  }
}
