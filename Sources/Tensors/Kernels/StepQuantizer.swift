import CKernels

/// A uniform quantizer at one step size: v_hat = round_half_to_even(clip(v/s, -Qn, Qp)) * s.
/// Esser et al. 2020, Eq. 1-2.
package struct StepQuantizer {
  let kernel: sc_quantizer

  /// - Parameters:
  ///   - step: s > 0.
  ///   - offset: if given, v_hat = round(clip((v - offset)/s, -Qn, Qp)) * s + offset.
  ///     Bhalgat et al. 2020, Eq. 1-2.
  ///   - clips: whether dv_hat/ds counts what is clipped only: the clipping level Qp * s learns, as
  ///     in Choi et al. 2018, Eq. 2.
  package init(step: Float, range: CodeRange, offset: Float? = nil, clips: Bool = false) {
    var kernel = sc_make_quantizer(step, Int32(range.lowest), Int32(range.highest))
    kernel.offset = offset ?? 0
    kernel.shifts = offset == nil ? 0 : 1
    kernel.clips = clips ? 1 : 0
    self.kernel = kernel
  }

  /// output = dv_hat/ds at each value of `v`. Eq. 3.
  package func stepDerivative(of v: Tensor, into output: Tensor, in context: ComputeContext) {
    precondition(v.count == output.count, "step derivative: \(v.shape) into \(output.shape)")
    sc_step_derivative(v.data, v.count, kernel, output.data, context.kernelThreads)
  }
}
