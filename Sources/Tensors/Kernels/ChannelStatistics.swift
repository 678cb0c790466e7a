import CKernels

/// Mean and biased variance of each channel, over all rows.
package struct ChannelStatistics {
  package private(set) var mean: [Double]
  package private(set) var variance: [Double]

  package init(channels: Int) {
    mean = [Double](repeating: 0, count: channels)
    variance = mean
  }

  /// Measures x, or x + addend, which is then also written to `total`.
  package mutating func measure(
    _ x: Tensor, addend: Tensor? = nil, total: Tensor? = nil, in context: ComputeContext
  ) {
    precondition((addend == nil) == (total == nil), "a sum needs both an addend and a total")
    let channels = mean.count
    precondition(
      x.shape.last == channels && x.count > 0, "\(channels) channels of \(x.shape)")
    for other in [addend, total] {
      precondition((other?.count ?? x.count) == x.count, "\(x.shape) and its sum")
    }
    context.withScratch(channels: channels) {
      sc_statistics(
        x.data, addend?.data, total?.data, x.count / channels, channels, &mean, &variance, $0,
        context.kernelThreads)
    }
  }
}
