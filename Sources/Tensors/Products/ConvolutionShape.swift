/// The sizes of a two-dimensional convolution (cross-correlation) over a batch.
///
/// y[n, i, j, o] = sum over u, v, c of
///   x[n, i*stride + u - paddingHeight, j*stride + v - paddingWidth, c] * w[o, c, u, v]
package struct ConvolutionShape: Sendable, Hashable {
  /// Examples.
  package var batch: Int
  /// Height, width and channels of one input.
  package var height: Int
  package var width: Int
  package var inputs: Int
  /// Channels of one output.
  package var outputs: Int
  /// Height and width of the kernel.
  package var kernelHeight: Int
  package var kernelWidth: Int
  /// Steps between two positions of the kernel, both ways.
  package var stride: Int
  /// Rows of zeros above and below the input, and columns left and right of it.
  package var paddingHeight: Int
  package var paddingWidth: Int

  /// A square kernel with the same padding all round.
  package init(
    batch: Int, height: Int, width: Int, inputs: Int, outputs: Int, kernel: Int, stride: Int,
    padding: Int
  ) {
    self.init(
      batch: batch, height: height, width: width, inputs: inputs, outputs: outputs,
      kernelHeight: kernel, kernelWidth: kernel, stride: stride, paddingHeight: padding,
      paddingWidth: padding)
  }

  package init(
    batch: Int, height: Int, width: Int, inputs: Int, outputs: Int, kernelHeight: Int,
    kernelWidth: Int, stride: Int, paddingHeight: Int, paddingWidth: Int
  ) {
    self.batch = batch
    self.height = height
    self.width = width
    self.inputs = inputs
    self.outputs = outputs
    self.kernelHeight = kernelHeight
    self.kernelWidth = kernelWidth
    self.stride = stride
    self.paddingHeight = paddingHeight
    self.paddingWidth = paddingWidth
  }

  package var outputHeight: Int { (height + 2 * paddingHeight - kernelHeight) / stride + 1 }
  package var outputWidth: Int { (width + 2 * paddingWidth - kernelWidth) / stride + 1 }
  /// N, H, W, C of the input.
  package var inputShape: [Int] { [batch, height, width, inputs] }
  /// N, H, W, C of the output.
  package var outputShape: [Int] { [batch, outputHeight, outputWidth, outputs] }
  /// O, I, H, W of the weights, as PyTorch stores them.
  package var weightShape: [Int] { [outputs, inputs, kernelHeight, kernelWidth] }
}
