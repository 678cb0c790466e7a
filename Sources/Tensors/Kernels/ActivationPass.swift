import CKernels

/// One pass over a tensor that normalises, rectifies and quantizes it:
/// y_k = Q_k(relu(x * scale + shift)).
///
/// Each part may be absent. Up to four branches read x once. x is rows x channels, channels last;
/// scale and shift have one value a channel. Going backward, what lies between x and y is computed
/// again from x, so only x is kept.
package struct ActivationPass {
  private var kernel = sc_activation()
  private let input: Tensor
  private let parameters: ChannelAffine?

  package init(_ input: Tensor, affine: ChannelAffine? = nil, rectifies: Bool) {
    self.input = input
    parameters = affine
    let channels = input.shape.last ?? 1
    if let affine {
      precondition(
        affine.scale.count == channels && affine.shift.count == channels,
        "\(affine.scale.count) channel parameters for \(input.shape)")
      kernel.scale = UnsafePointer(affine.scale.data)
      kernel.shift = UnsafePointer(affine.shift.data)
    }
    kernel.x = UnsafePointer(input.data)
    kernel.rows = input.count / channels
    kernel.channels = channels
    kernel.rectifies = rectifies ? 1 : 0
  }

  /// Adds a branch. `tensor` is y_k going forward, dL/dy_k going backward.
  ///
  /// `codes`, of as many values, receives the codes of a quantized y_k going forward.
  package mutating func addBranch(
    _ quantizer: StepQuantizer?, _ tensor: Tensor, codes: CodeTensor? = nil
  ) {
    precondition(tensor.count == input.count, "\(tensor.shape) is no branch of \(input.shape)")
    add(quantizer, tensor.data, codes)
  }

  /// Adds a branch going forward of which only the codes are wanted.
  package mutating func addBranch(_ quantizer: StepQuantizer, codes: CodeTensor) {
    add(quantizer, nil, codes)
  }

  private mutating func add(
    _ quantizer: StepQuantizer?, _ values: UnsafeMutablePointer<Float>?, _ codes: CodeTensor?
  ) {
    precondition(kernel.branches < Int32(SC_BRANCHES), "too many branches")
    guard let quantizer else { return sc_add_branch(&kernel, nil, values, values) }
    withUnsafePointer(to: quantizer.kernel) { sc_add_branch(&kernel, $0, values, values) }
    if let codes {
      precondition(codes.count == input.count, "codes \(codes.shape) of \(input.shape)")
      sc_keep_codes(&kernel, codes.data)
    }
  }

  /// Writes y_k of every branch, and its codes where they are kept.
  package func forward(in context: ComputeContext) {
    withUnsafePointer(to: kernel) { sc_activation_forward($0, context.kernelThreads) }
  }

  /// Sums that the gradients need, with g = dL/d(x * scale + shift).
  ///
  /// `sums.gradient[c]` is the sum of g, `sums.weighted[c]` that of g * (x - mean[c]), both over
  /// all rows; `sums.step[k]` and `sums.offset[k]` are dL/ds (Eq. 3) and dL/d(offset) of branch k,
  /// without the factor g.
  package func sums(mean: Tensor?, into sums: inout ActivationSums, in context: ComputeContext) {
    precondition(
      sums.step.count >= Int(kernel.branches), "\(sums.step.count) sums of \(kernel.branches)")
    precondition(
      parameters == nil
        || (mean?.count == kernel.channels && sums.gradient.count == kernel.channels),
      "sums of \(sums.gradient.count) channels for \(input.shape)")
    context.withScratch(channels: kernel.channels) { scratch in
      withUnsafePointer(to: kernel) {
        sc_activation_sums(
          $0, mean?.data, &sums.gradient, &sums.weighted, &sums.step, &sums.offset, scratch,
          context.kernelThreads)
      }
    }
  }

  /// dx = slope * g + curve * (x - mean) + offset + residual: the coefficients by channel, the
  /// residual of dx's shape. Without channel parameters, dx = g + residual. dx may be one of the
  /// branches' gradients, or the residual.
  package func backward(
    _ coefficients: GradientCoefficients?, residual: Tensor?, into dx: Tensor,
    in context: ComputeContext
  ) {
    precondition(
      dx.count == input.count && (residual?.count ?? dx.count) == dx.count,
      "gradient \(dx.shape) of \(input.shape)")
    precondition(
      parameters == nil || coefficients?.mean.count == kernel.channels,
      "no coefficients for the channels of \(input.shape)")
    withUnsafePointer(to: kernel) {
      sc_activation_backward(
        $0, coefficients?.mean.data, coefficients?.slope.data, coefficients?.curve.data,
        coefficients?.offset.data, residual?.data, dx.data, context.kernelThreads)
    }
  }
}
