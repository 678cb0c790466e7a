import CKernels
import COneDNN

extension ConvolutionShape {
  /// As kernels take it.
  var sizes: sc_convolution { sizes(gradients: .float32) }

  /// - Parameter gradients: in what the gradient of weights may be multiplied.
  func sizes(gradients: GradientArithmetic) -> sc_convolution {
    sc_convolution(
      batch: batch, height: height, width: width, inputs: inputs, outputs: outputs,
      kernel_height: kernelHeight, kernel_width: kernelWidth, stride: stride,
      padding_height: paddingHeight, padding_width: paddingWidth, out_height: outputHeight,
      out_width: outputWidth, uses_avx512: Self.usesAVX512 ? 1 : 0,
      rounds_gradients: gradients == .bfloat16 ? 1 : 0)
  }

  /// Whether kernels may use AVX-512: ONEDNN_MAX_CPU_ISA is heeded.
  static let usesAVX512: Bool = {
    let needed = dnnl_cpu_isa_avx512_core.rawValue
    return dnnl_get_effective_cpu_isa().rawValue & needed == needed
  }()

  /// Whether Winograd's products take this shape on this processor.
  var hasWinograd: Bool { sc_has_winograd(sizes) != 0 }
}
