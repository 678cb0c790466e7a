import Tensors

/// What this machine's float32 product reaches: the fastest of many products of two matrices of
/// 1,024 x 1,024.
package struct ProductPeak: Sendable, Equatable {
  /// 10^9 operations a second, two for each multiplication.
  package let gigaflops: Double

  package init(threads: Int) throws {
    let size = 1024
    let product = try Linear(
      batch: size, inputs: size, outputs: size, in: ComputeContext(threads: threads))
    var random = RandomGenerator(seed: 1)
    let (x, w, y) = (
      Tensor(shape: [size, size]), Tensor(shape: [size, size]), Tensor(shape: [size, size])
    )
    for tensor in [x, w] { random.fillNormal(tensor.buffer, standardDeviation: 1) }
    let bias = Tensor(shape: [size])
    let clock = ContinuousClock()
    let fastest = (0..<30).map { _ in
      clock.measure { product.forward(x, weights: w, bias: bias, into: y) } / .seconds(1)
    }.min()
    gigaflops = 2e-9 * Double(size * size * size) / (fastest ?? .infinity)
  }
}
