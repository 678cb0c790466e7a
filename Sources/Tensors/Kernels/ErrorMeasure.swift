import CKernels

/// How far quantized values are from what they stand for. Esser et al. 2020, section 3.6.
package enum ErrorMeasure: String, Sendable, CaseIterable {
  /// The mean of |v_hat - v|.
  case mae
  /// The mean of (v_hat - v)^2.
  case mse
  /// The Kullback-Leibler divergence of the density of v_hat from that of v. v_hat's is even over
  /// one step around each level, so that what is clipped lies where there is next to none of it.
  case kl

  var kernel: Int32 {
    switch self {
    case .mae: Int32(SC_ABSOLUTE_ERROR)
    case .mse: Int32(SC_SQUARED_ERROR)
    case .kl: Int32(SC_DIVERGENCE)
    }
  }
}
