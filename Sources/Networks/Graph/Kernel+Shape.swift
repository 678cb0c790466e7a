package import Tensors

extension Operation.Kernel {
  /// A square kernel.
  package init(outputs: Int, size: Int, stride: Int, padding: Int) {
    self.init(
      outputs: outputs, height: size, width: size, stride: stride, paddingHeight: padding,
      paddingWidth: padding)
  }

  /// The convolution over a batch of inputs of height, width, channels.
  package func shape(batch: Int, inputShape: [Int]) -> ConvolutionShape {
    ConvolutionShape(
      batch: batch, height: inputShape[0], width: inputShape[1], inputs: inputShape[2],
      outputs: outputs, kernelHeight: height, kernelWidth: width, stride: stride,
      paddingHeight: paddingHeight, paddingWidth: paddingWidth)
  }
}
