import CKernels

extension Tensor {
  /// self = x + y; self may be one of them.
  package func setSum(_ x: Tensor, _ y: Tensor, in context: ComputeContext) {
    precondition(x.count == count && y.count == count, "\(shape) = \(x.shape) + \(y.shape)")
    sc_add(x.data, y.data, data, count, context.kernelThreads)
  }

  /// self[n, c] = mean over height and width of x[n, h, w, c].
  package func setMean(_ x: Tensor, in context: ComputeContext) {
    let (examples, channels) = (shape[0], shape[1])
    let positions = x.count / count
    precondition(x.count == positions * count && x.shape.last == channels, "\(shape) of \(x.shape)")
    sc_mean_forward(x.data, data, examples, positions, channels, context.kernelThreads)
  }

  /// self[n, h, w, c] = dy[n, c] / (height * width): the gradient of `setMean`.
  package func setMeanGradient(_ dy: Tensor, in context: ComputeContext) {
    let (examples, channels) = (dy.shape[0], dy.shape[1])
    let positions = count / dy.count
    precondition(
      count == positions * dy.count && shape.last == channels, "\(shape) of \(dy.shape)")
    sc_mean_backward(dy.data, data, examples, positions, channels, context.kernelThreads)
  }

  /// self[n, c, p] = x[n, p, c], p being a position: the layout NCHW from NHWC.
  package func setChannelsFirst(_ x: Tensor, in context: ComputeContext) {
    precondition(x.count == count, "\(x.shape) into \(shape)")
    let channels = x.shape.last ?? 1
    sc_transpose(
      x.data, data, x.shape[0], x.count / (x.shape[0] * channels), channels,
      context.kernelThreads)
  }

  /// self[n, p, c] = x[n, c, p]: the gradient, and the inverse, of `setChannelsFirst`.
  package func setChannelsLast(_ x: Tensor, in context: ComputeContext) {
    precondition(x.count == count, "\(x.shape) into \(shape)")
    let channels = shape.last ?? 1
    sc_transpose(
      x.data, data, shape[0], channels, count / (shape[0] * channels), context.kernelThreads)
  }

  /// self = x / (1 - probability) where a number drawn for the place is at least `probability`,
  /// else 0.
  ///
  /// What is drawn is a function of `key` and the place alone.
  package func setDropout(
    _ x: Tensor, probability: Float, key: UInt64, in context: ComputeContext
  ) {
    precondition(x.count == count && (0..<1).contains(probability), "\(x.shape), \(probability)")
    sc_dropout(x.data, data, count, probability, key, context.kernelThreads)
  }

  /// v = momentum * v + (g + decay * w); w -= learningRate * v, with w = self.
  package func descend(
    gradient g: Tensor, momentumBuffer v: Tensor, learningRate: Float, momentum: Float,
    decay: Float, in context: ComputeContext
  ) {
    precondition(g.count == count && v.count == count, "\(shape), \(g.shape), \(v.shape)")
    sc_sgd(
      data, g.data, v.data, count, learningRate, momentum, decay, context.kernelThreads)
  }

  /// Sum of |x|.
  package func sumOfAbsolutes(in context: ComputeContext) -> Double {
    sc_sum_of_absolutes(data, count, context.kernelThreads)
  }

  /// Sum of x^2.
  package func sumOfSquares(in context: ComputeContext) -> Double {
    sc_sum_of_squares(data, count, context.kernelThreads)
  }

  /// Sum of x * y.
  package func dot(_ other: Tensor, in context: ComputeContext) -> Double {
    precondition(other.count == count, "\(shape) . \(other.shape)")
    return sc_dot(data, other.data, count, context.kernelThreads)
  }

  /// self *= factor.
  package func scale(by factor: Float, in context: ComputeContext) {
    sc_scale(data, count, factor, context.kernelThreads)
  }

  /// The lowest and the highest value; both NaN if any value is.
  package func range() -> (lowest: Float, highest: Float) {
    var (lowest, highest): (Float, Float) = (0, 0)
    sc_range(data, count, &lowest, &highest)
    return (lowest, highest)
  }

  /// Whether no value is NaN or infinite.
  package var isFinite: Bool {
    let ends = range()
    return ends.lowest.isFinite && ends.highest.isFinite
  }

  /// Values in each of `bins` equal bins from `lowest` to `highest`; those outside go to the end
  /// bins.
  package func histogram(
    bins: Int, lowest: Float, highest: Float, skippingZeros: Bool = false
  ) -> [Int64] {
    var counts = [Int64](repeating: 0, count: bins)
    sc_histogram(data, count, lowest, highest, bins, skippingZeros ? 1 : 0, &counts)
    return counts
  }
}
