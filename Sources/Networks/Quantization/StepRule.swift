package import Tensors

/// How the step size of a quantizer moves in training.
package enum StepRule: Sendable, Equatable {
  /// By its gradient, Eq. 3 of Esser et al. 2020.
  case learned
  /// So, and with an offset that has a gradient too. Bhalgat et al. 2020.
  case learnedWithOffset
  /// Not at all.
  case held
  /// It is fitted to the values at intervals (`ForwardPass.refits`).
  case fitted(ErrorMeasure)
  /// By the gradient of the clipping level alpha = Qp * s, to which only clipped values contribute,
  /// and by a decay of its own. Choi et al. 2018, Eq. 2-3.
  case clipping

  /// Whether an optimizer moves it.
  package var isLearned: Bool {
    switch self {
    case .learned, .learnedWithOffset, .clipping: true
    case .held, .fitted: false
    }
  }
}
