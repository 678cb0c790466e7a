import Networks
import Tensors

/// Times training steps, part by part.
struct StepMeter {
  /// Milliseconds of one step.
  struct Step {
    var total = 0.0
    var products = 0.0
    var quantizers = 0.0
    var normalization = 0.0
    var optimizer = 0.0
    /// Waiting for the batch.
    var data = 0.0
  }

  private(set) var steps: [Step] = []
  private let layers: WorkClock
  private var batch = Batch()
  private let clock = ContinuousClock()

  /// - Parameter clock: that of the network's context. It is started.
  init(clock: WorkClock) {
    layers = clock
    layers.isRunning = true
  }

  mutating func forget() {
    steps = []
  }

  /// - Parameter recorder: records the quantizers in this step, as training does in some.
  mutating func step(
    _ trainer: Trainer, _ loader: BatchLoader, recorder: QuantizerRecorder? = nil
  ) throws {
    let start = clock.now
    guard try loader.next(&batch) else { return }
    let loaded = clock.now
    layers.reset()
    _ = trainer.computeGradients(
      images: batch.images, labels: batch.labels, observation: recorder == nil ? [] : .summary)
    _ = recorder?.points(step: steps.count)
    let computed = clock.now
    trainer.update(learningRate: 1e-3)
    let end = clock.now
    steps.append(
      Step(
        total: (end - start) / .milliseconds(1), products: 1e3 * layers.seconds(.products),
        quantizers: 1e3 * layers.seconds(.quantizers),
        normalization: 1e3 * layers.seconds(.normalization),
        optimizer: (end - computed) / .milliseconds(1), data: (loaded - start) / .milliseconds(1)))
  }
}
