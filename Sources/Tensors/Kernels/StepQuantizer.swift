import CKernels

/// A uniform quantizer at one step size: v_hat = round_half_to_even(clip(v/s, -Qn, Qp)) * s.
/// Esser et al. 2020, Eq. 1-2.
package struct StepQuantizer {
  let kernel: sc_quantizer

  /// - Parameter step: s > 0.
  package init(step: Float, range: CodeRange) {
    kernel = sc_make_quantizer(step, Int32(range.lowest), Int32(range.highest))
  }

  /// output = dv_hat/ds at each value of `v`. Eq. 3.
  package func stepDerivative(of v: Tensor, into output: Tensor, in context: ComputeContext) {
    precondition(v.count == output.count, "step derivative: \(v.shape) into \(output.shape)")
    sc_step_derivative(v.data, v.count, kernel, output.data, context.kernelThreads)
  }
}
