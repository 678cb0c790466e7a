import COneDNN

/// oneDNN's description of a convolution: NHWC activations, weights as oneDNN likes them.
struct ConvolutionLayouts {
  /// OIHW.
  let plainWeights: MemoryDescriptor
  private var input: MemoryDescriptor
  private var weights: MemoryDescriptor
  private var output: MemoryDescriptor
  private let strides: [Int64]
  private let padding: [Int64]
  private let dilation: [Int64] = [0, 0]

  /// - Parameter multipliesCodes: whether input and weights are codes: unsigned and signed bytes.
  init(
    _ shape: ConvolutionShape, multipliesCodes: Bool = false, operation: String
  ) throws(TensorError) {
    let (inputType, weightType) = multipliesCodes ? (dnnl_u8, dnnl_s8) : (dnnl_f32, dnnl_f32)
    input = try MemoryDescriptor(
      [shape.batch, shape.inputs, shape.height, shape.width], dnnl_nhwc, type: inputType,
      operation: operation)
    weights = try MemoryDescriptor(
      shape.weightShape, dnnl_format_tag_any, type: weightType, operation: operation)
    plainWeights = try MemoryDescriptor(
      shape.weightShape, dnnl_oihw, type: weightType, operation: operation)
    output = try MemoryDescriptor(
      [shape.batch, shape.outputs, shape.outputHeight, shape.outputWidth], dnnl_nhwc,
      operation: operation)
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
    var (x, w, y) = (input.value, weights.value, output.value)
    try check(
      dnnl_dilated_convolution_backward_data_desc_init(
        &description, dnnl_convolution_direct, &x, &w, &y, strides, dilation, padding, padding),
      operation, "dnnl_dilated_convolution_backward_data_desc_init")
    return description
  }

  func backwardWeights(operation: String) throws(TensorError) -> dnnl_convolution_desc_t {
    var description = dnnl_convolution_desc_t()
    var (x, w, y) = (input.value, weights.value, output.value)
    try check(
      dnnl_dilated_convolution_backward_weights_desc_init(
        &description, dnnl_convolution_direct, &x, &w, nil, &y, strides, dilation, padding,
        padding),
      operation, "dnnl_dilated_convolution_backward_weights_desc_init")
    return description
  }
}
