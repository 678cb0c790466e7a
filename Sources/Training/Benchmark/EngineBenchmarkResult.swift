import Networks

/// What a benchmark of training steps measured.
package struct EngineBenchmarkResult: Sendable, Encodable {
  /// Milliseconds of the parts of a step, or their shares of its time.
  package struct Parts: Sendable, Encodable {
    /// Convolutions and matrix products.
    package var products: Double
    /// The passes that quantize, with the batch-norm and ReLU that are part of them, and weights'
    /// quantizers.
    package var quantizers: Double
    /// Statistics of batch-norm, and its passes where nothing is quantized.
    package var batchNorm: Double
    /// Waiting for the batch.
    package var data: Double
    /// The update of all parameters.
    package var optimizer: Double
    /// All else: sums, means, pooling, the loss.
    package var rest: Double
  }

  /// The name of the network.
  package let model: String
  /// "float32", or bits of weights and activations such as "lsq w3a3".
  package let arithmetic: String
  /// Of the products: "float32" or "mixed".
  package let precision: String
  /// Height, width, channels.
  package let imageShape: [Int]
  /// Images a step.
  package let batchSize: Int
  /// Threads of products and kernels, the one that trains included.
  package let threads: Int
  /// Steps that were timed.
  package let steps: Int
  /// By the median step.
  package let imagesPerSecond: Double
  /// By the fastest step, the least disturbed by other programs.
  package let bestImagesPerSecond: Double
  /// The time of the median step.
  package let milliseconds: Double
  /// The median of each part.
  package let parts: Parts
  /// Of the time of a step, 0 to 1.
  package let shares: Parts
  /// What recording the quantizers at the default interval adds to the time of a step, 0 to 1; nil
  /// without quantizers.
  package let recordingShare: Double?
  /// 10^9 operations a second of the products: two for each multiplication, three products a step.
  package let productGigaflops: Double
  /// What the machine's float32 product reaches on as many threads.
  package let peakGigaflops: Double
  /// The ratio of the two.
  package let shareOfPeak: Double
  /// The most memory that the process had resident meanwhile, all of it counted.
  package let peakMemoryBytes: Int?

  /// - Parameter recording: milliseconds that recording adds to a step in which it happens.
  init(
    _ what: EngineBenchmark.Case, multiplications: Int, steps: [StepMeter.Step],
    recording: Double?, peak: ProductPeak
  ) {
    func median(_ part: (StepMeter.Step) -> Double) -> Double {
      let sorted = steps.map(part).sorted()
      return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }
    let quantization = what.quantization
    model = what.model
    arithmetic =
      quantization.method == .none
      ? "float32"
      : "\(quantization.method.rawValue) w\(quantization.weightBits)a\(quantization.activationBits)"
    precision = quantization.precision.rawValue
    imageShape = [what.side, what.side, what.channels]
    batchSize = what.batchSize
    threads = what.threads
    self.steps = steps.count
    let whole = median(\.total)
    milliseconds = whole
    var parts = Parts(
      products: median(\.products), quantizers: median(\.quantizers),
      batchNorm: median(\.normalization), data: median(\.data), optimizer: median(\.optimizer),
      rest: 0)
    parts.rest = max(
      0, whole - parts.products - parts.quantizers - parts.batchNorm - parts.data - parts.optimizer)
    self.parts = parts
    shares = Parts(
      products: parts.products / whole, quantizers: parts.quantizers / whole,
      batchNorm: parts.batchNorm / whole, data: parts.data / whole,
      optimizer: parts.optimizer / whole, rest: parts.rest / whole)
    recordingShare = recording.map { $0 / Double(RecordingConfiguration().stepSizesEvery) / whole }
    imagesPerSecond = 1e3 * Double(what.batchSize) / whole
    let best = steps.map(\.total).min() ?? 0
    bestImagesPerSecond = 1e3 * Double(what.batchSize) / best
    productGigaflops = 6e-6 * Double(multiplications * what.batchSize) / parts.products
    peakGigaflops = peak.gigaflops
    shareOfPeak = productGigaflops / peakGigaflops
    peakMemoryBytes = ResidentMemory.peakBytes
  }
}
