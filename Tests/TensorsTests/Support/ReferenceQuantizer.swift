import Tensors

/// The quantizer in scalar float64, from Esser et al. 2020, Eq. 1-5: the twin of the kernels.
struct ReferenceQuantizer {
  let step: Double
  let range: CodeRange
  /// As in Bhalgat et al. 2020.
  var offset: Float?
  /// As in Choi et al. 2018.
  var clips = false

  /// Rounded as the kernels see it: (v - offset)/s in float32.
  private func ratio(_ v: Float) -> Double { Double((v - (offset ?? 0)) / Float(step)) }

  func code(_ v: Float) -> Double {
    min(max(ratio(v), Double(range.lowest)), Double(range.highest)).rounded(.toNearestOrEven)
  }

  func value(_ v: Float) -> Double { code(v) * step + Double(offset ?? 0) }

  /// Whether the gradient passes: -Qn < v/s < Qp.
  func isInside(_ v: Float) -> Bool {
    ratio(v) > Double(range.lowest) && ratio(v) < Double(range.highest)
  }

  /// dv_hat/ds. Eq. 3.
  func stepDerivative(_ v: Float) -> Double {
    isInside(v) ? (clips ? 0 : code(v) - ratio(v)) : code(v)
  }

  /// dv_hat/d(offset): what is clipped moves with it, what is not does not.
  func offsetDerivative(_ v: Float) -> Double {
    offset == nil || isInside(v) ? 0 : 1
  }
}
