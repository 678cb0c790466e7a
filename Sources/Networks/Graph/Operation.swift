package import Tensors

/// What a node computes.
package enum Operation: Sendable, Equatable {
  /// The examples.
  case input
  /// v_hat of Eq. 1-2, with one learned step size.
  case quantize(Quantization)
  /// A two-dimensional convolution without bias.
  case convolution(Kernel, weights: Quantization?)
  /// (x - mean) / sqrt(variance + epsilon) * weight + bias, by channel. Ioffe and Szegedy 2015.
  case batchNormalization(epsilon: Double, momentum: Double)
  /// max(x, 0).
  case relu
  /// The sum of two inputs of the same shape.
  case add
  /// The mean over height and width.
  case globalMean
  /// The highest value of each window.
  case maxPooling(PoolingWindow)
  /// Height, width and channels as features, all of a channel together: PyTorch's order.
  case flatten
  /// In training each value is zero with this probability, and 1 / (1 - probability) times as large
  /// else. Srivastava et al. 2014.
  case dropout(probability: Float)
  /// x * transpose(w) + b.
  case linear(outputs: Int, weights: Quantization?)

  /// The geometry of a convolution.
  package struct Kernel: Sendable, Equatable {
    /// Output channels.
    package var outputs: Int
    package var height: Int
    package var width: Int
    /// Pixels between two positions of the kernel, both ways.
    package var stride: Int
    /// Rows of zeros above and below the input, and columns left and right of it.
    package var paddingHeight: Int
    package var paddingWidth: Int

    package init(
      outputs: Int, height: Int, width: Int, stride: Int, paddingHeight: Int, paddingWidth: Int
    ) {
      self.outputs = outputs
      self.height = height
      self.width = width
      self.stride = stride
      self.paddingHeight = paddingHeight
      self.paddingWidth = paddingWidth
    }
  }
}
