import Networks

/// What a benchmark of training steps measured.
package struct EngineBenchmarkResult: Sendable, Codable, Equatable {
  package let model: String
  /// "float32", or bits of weights and activations such as "lsq w3a3".
  package let arithmetic: String
  package let imageShape: [Int]
  package let batchSize: Int
  package let threads: Int
  package let steps: Int
  /// By the median step.
  package let imagesPerSecond: Double
  /// By the fastest step, the least disturbed by other programs.
  package let bestImagesPerSecond: Double
  /// Milliseconds of the median step, and of its parts (the median of each).
  package let milliseconds: Double
  package let products: Double
  package let activations: Double
  package let reductions: Double
  package let optimizer: Double
  package let data: Double
  /// 10^9 operations a second of the products: two for each multiplication, three products a step.
  package let productGigaflops: Double

  init(_ what: EngineBenchmark.Case, multiplications: Int, steps: [StepMeter.Step]) {
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
    imageShape = [what.side, what.side, what.channels]
    batchSize = what.batchSize
    threads = what.threads
    self.steps = steps.count
    milliseconds = median(\.total)
    products = median(\.products)
    activations = median(\.activations)
    reductions = median(\.reductions)
    optimizer = median(\.optimizer)
    data = median(\.data)
    imagesPerSecond = 1e3 * Double(what.batchSize) / milliseconds
    let best = steps.map(\.total).min() ?? 0
    bestImagesPerSecond = 1e3 * Double(what.batchSize) / best
    productGigaflops = 6e-6 * Double(multiplications * what.batchSize) / products
  }
}
