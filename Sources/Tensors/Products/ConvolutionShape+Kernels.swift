import CKernels

extension ConvolutionShape {
  /// As kernels take it.
  var sizes: sc_convolution {
    sc_convolution(
      batch: batch, height: height, width: width, inputs: inputs, outputs: outputs,
      kernel_height: kernelHeight, kernel_width: kernelWidth, stride: stride,
      padding_height: paddingHeight, padding_width: paddingWidth, out_height: outputHeight,
      out_width: outputWidth)
  }

  /// Whether Winograd's products take this shape, and are the fastest on this processor.
  var hasWinograd: Bool { sc_has_winograd(sizes) != 0 }
}
