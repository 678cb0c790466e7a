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
  /// Where the first weights come from.
  package var start: StartingPoint
  /// How gradients move parameters.
  package var optimizer: OptimizerConfiguration
  /// How the learning rate moves.
  package var schedule: ScheduleConfiguration
  /// Passes over the training set.
  package var epochs: Int
  /// Examples a step.
  package var batchSize: Int
  /// What is recorded, how often.
  package var recording: RecordingConfiguration
  /// Steps between two checkpoints.
  package var checkpointEverySteps: Int

  package init(
    seed: UInt64 = 1, threads: Int = 1, dataset: DatasetConfiguration, model: ModelConfiguration,
    quantization: QuantizationConfiguration, start: StartingPoint = .random,
    optimizer: OptimizerConfiguration = OptimizerConfiguration(),
    schedule: ScheduleConfiguration = ScheduleConfiguration(), epochs: Int, batchSize: Int = 128,
    recording: RecordingConfiguration = RecordingConfiguration(), checkpointEverySteps: Int = 200
  ) {
    self.seed = seed
    self.threads = threads
    self.dataset = dataset
    self.model = model
    self.quantization = quantization
    self.start = start
    self.optimizer = optimizer
    self.schedule = schedule
    self.epochs = epochs
    self.batchSize = batchSize
    self.recording = recording
    self.checkpointEverySteps = checkpointEverySteps
  }
}
