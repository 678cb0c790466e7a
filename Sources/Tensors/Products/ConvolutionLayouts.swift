import COneDNN

/// oneDNN's description of a convolution: NHWC activations, weights as oneDNN likes them.
struct ConvolutionLayouts {
  /// What is multiplied. Sums and what becomes of them are float32.
  enum Factors {
    case float32
    /// Codes: input in unsigned or signed bytes, weights in signed ones. Forward only.
    case codes(signed: Bool)
    /// Input, weights and the gradient of the output.
    case bfloat16
  }

  /// Weights as factors: OIHW.
  let plainWeights: MemoryDescriptor
  /// The gradient of weights: OIHW.
  let plainWeightGradient: MemoryDescriptor
  private let input: MemoryDescriptor
  private let weights: MemoryDescriptor
  /// Going backward, its gradient: a factor.
  private let output: MemoryDescriptor
  private let inputGradient: MemoryDescriptor
  private let weightGradient: MemoryDescriptor
  private let strides: [Int64]
  private let padding: [Int64]
  private let dilation: [Int64] = [0, 0]

  init(
    _ shape: ConvolutionShape, of factors: Factors = .float32, operation: String
  ) throws(TensorError) {
    let (inputType, weightType, outputType) =
      switch factors {
      case .float32: (dnnl_f32, dnnl_f32, dnnl_f32)
      case .codes(let signed): (signed ? dnnl_s8 : dnnl_u8, dnnl_s8, dnnl_f32)
      case .bfloat16: (dnnl_bf16, dnnl_bf16, dnnl_bf16)
      }
    func images(
      _ channels: Int, _ height: Int, _ width: Int, _ type: dnnl_data_type_t
    ) throws(TensorError) -> MemoryDescriptor {
      try MemoryDescriptor(
        [shape.batch, channels, height, width], dnnl_nhwc, type: type, operation: operation)
    }
    func weights(
      _ layout: dnnl_format_tag_t, _ type: dnnl_data_type_t
    ) throws(TensorError) -> MemoryDescriptor {
      try MemoryDescriptor(shape.weightShape, layout, type: type, operation: operation)
    }
    input = try images(shape.inputs, shape.height, shape.width, inputType)
    inputGradient = try images(shape.inputs, shape.height, shape.width, dnnl_f32)
    output = try images(shape.outputs, shape.outputHeight, shape.outputWidth, outputType)
    self.weights = try weights(dnnl_format_tag_any, weightType)
    weightGradient = try weights(dnnl_format_tag_any, dnnl_f32)
    plainWeights = try weights(dnnl_oihw, weightType)
    plainWeightGradient = try weights(dnnl_oihw, dnnl_f32)
    strides = [Int64(shape.stride), Int64(shape.stride)]
    padding = [Int64(shape.paddingHeight), Int64(shape.paddingWidth)]
  }

  func forward(operation: String) throws(TensorError) -> dnnl_convolution_desc_t {
    var description = dnnl_convolution_desc_t()
    var (x, w, y) = (input.value, weights.value, output.value)
    try check(
      dnnl_dilated_convolution_forward_desc_init(
        &description, dnnl_forward_training, dnnl_convolution_direct, &x, &w, nil, &y, strides,
        dilation, padding, padding),
      operation, "dnnl_dilated_convolution_forward_desc_init")
    return description
  }

  func backwardInput(operation: String) throws(TensorError) -> dnnl_convolution_desc_t {
    var description = dnnl_convolution_desc_t()
    var (x, w, y) = (inputGradient.value, weights.value, output.value)
    try check(
      dnnl_dilated_convolution_backward_data_desc_init(
        &description, dnnl_convolution_direct, &x, &w, &y, strides, dilation, padding, padding),
      operation, "dnnl_dilated_convolution_backward_data_desc_init")
    return description
  }

  func backwardWeights(operation: String) throws(TensorError) -> dnnl_convolution_desc_t {
    var description = dnnl_convolution_desc_t()
    var (x, w, y) = (input.value, weightGradient.value, output.value)
    try check(
      dnnl_dilated_convolution_backward_weights_desc_init(
        &description, dnnl_convolution_direct, &x, &w, nil, &y, strides, dilation, padding,
        padding),
      operation, "dnnl_dilated_convolution_backward_weights_desc_init")
    return description
  }
}
