package import Tensors

/// The first value of a step size.
package enum StepStart: Sendable, Equatable {
  /// 2 * mean(|v|) / sqrt(Qp). Esser et al. 2020, section 2.1.
  case meanMagnitude
  /// The step size of least error.
  case leastError(ErrorMeasure)
  /// max(|mean - 3 * deviation|, |mean + 3 * deviation|) / Qn. Bhalgat et al. 2020, Eq. 7.
  case threeDeviations
}
