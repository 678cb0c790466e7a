import CKernels

extension Tensor {
  /// self[n, i, j, c] = the highest of x's values in window i, j. NaN counts as the highest. Given a
  /// scale for each channel, the lowest where it is negative: where x * scale is the highest.
  ///
  /// `places` takes, for each output, where in its window it was found, row by row; of equal ones
  /// the first.
  package func setMaxima(
    _ x: Tensor, scaledBy scale: Tensor? = nil, _ window: PoolingWindow, places: CodeTensor,
    in context: ComputeContext
  ) {
    let sizes = poolingSizes(input: x, output: self, window, places)
    precondition(scale.map { $0.count == sizes.channels } ?? true, "a scale for each channel")
    sc_max_forward(x.data, scale?.data, data, places.data, sizes, context.kernelThreads)
  }

  /// The gradient of `setMaxima`: each of `dy` is added where its output was found.
  package func setMaximaGradient(
    _ dy: Tensor, _ window: PoolingWindow, places: CodeTensor, in context: ComputeContext
  ) {
    let sizes = poolingSizes(input: self, output: dy, window, places)
    sc_max_backward(dy.data, places.data, nil, data, sizes, context.kernelThreads)
  }

  /// The same, added to curve * (x - mean) + offset, with x where the maxima were found.
  package func setMaximaGradient(
    _ dy: Tensor, _ window: PoolingWindow, places: CodeTensor, onto x: Tensor,
    _ coefficients: GradientCoefficients, in context: ComputeContext
  ) {
    let sizes = poolingSizes(input: self, output: dy, window, places)
    precondition(
      x.shape == shape && coefficients.mean.count == sizes.channels,
      "\(coefficients.mean.count) channels onto \(x.shape) for \(shape)")
    var base = sc_affine(
      x: x.data, mean: coefficients.mean.data, curve: coefficients.curve.data,
      offset: coefficients.offset.data)
    sc_max_backward(dy.data, places.data, &base, data, sizes, context.kernelThreads)
  }

  private func poolingSizes(
    input: Tensor, output: Tensor, _ window: PoolingWindow, _ places: CodeTensor
  ) -> sc_pooling {
    let expected = [
      input.shape[0], window.outputs(of: input.shape[1]), window.outputs(of: input.shape[2]),
      input.shape[3],
    ]
    precondition(
      output.shape == expected && places.count == output.count,
      "pooling: \(input.shape) into \(output.shape), \(places.shape)")
    return sc_pooling(
      examples: expected[0], height: input.shape[1], width: input.shape[2],
      channels: expected[3], out_height: expected[1], out_width: expected[2], size: window.size,
      stride: window.stride, padding: window.padding)
  }
}
