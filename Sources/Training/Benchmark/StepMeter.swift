import Networks

/// Times training steps, part by part.
struct StepMeter {
  /// Milliseconds of one step.
  struct Step {
    var total = 0.0
    var products = 0.0
    var activations = 0.0
    var reductions = 0.0
    var optimizer = 0.0
    /// Waiting for the batch.
    var data = 0.0
  }

  let layers: LayerClock
  private(set) var steps: [Step] = []
  private var batch = Batch()
  private let clock = ContinuousClock()

  init(layers: LayerClock) {
    self.layers = layers
  }

  mutating func forget() {
    steps = []
  }

  mutating func step(_ trainer: Trainer, _ loader: BatchLoader) throws {
    let start = clock.now
    guard try loader.next(&batch) else { return }
    let loaded = clock.now
    layers.reset()
    _ = trainer.computeGradients(images: batch.images, labels: batch.labels)
    let computed = clock.now
    trainer.update(rate: 1e-3)
    let end = clock.now
    func milliseconds(_ work: LayerClock.Work) -> Double { 1e3 * layers.seconds[work, default: 0] }
    steps.append(
      Step(
        total: (end - start) / .milliseconds(1), products: milliseconds(.products),
        activations: milliseconds(.activations), reductions: milliseconds(.reductions),
        optimizer: (end - computed) / .milliseconds(1), data: (loaded - start) / .milliseconds(1)))
  }
}
