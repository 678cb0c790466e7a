import Tensors

/// How weights and activations are quantized.
package enum QuantizationMethod: String, Sendable, CaseIterable {
  /// Float32 everywhere: no quantizers.
  case none
  /// Learned step sizes. Esser et al. 2020, Eq. 1-5.
  case lsq
  /// Step sizes stay what they were at the start.
  case fixed
  /// Step sizes are fitted to the values so that the quantization error is smallest.
  case minError = "min-error"
  /// Activations learn their clipping level (Choi et al. 2018, "PACT"). Weights are quantized with
  /// the least squared error, which the authors' SAWB estimates from two moments (Choi et al. 2018,
  /// "Bridging the accuracy gap").
  case pact
  /// Activations learn an offset too, weights start from their deviation. Bhalgat et al. 2020,
  /// "LSQ+".
  case lsqPlus = "lsq+"

  /// How the step size of a quantizer moves, and where it starts.
  ///
  /// - Parameter readsImage: whether it quantizes the network's input, which has no gradient and so
  ///   no offset.
  func rule(
    for kind: Quantization.Kind, readsImage: Bool, measure: ErrorMeasure
  ) -> (rule: StepRule, start: StepStart) {
    switch (self, kind) {
    case (.none, _), (.lsq, _): (.learned, .meanMagnitude)
    case (.fixed, _): (.held, .meanMagnitude)
    case (.minError, _): (.fitted(measure), .leastError(measure))
    case (.pact, .weight): (.fitted(.mse), .leastError(.mse))
    case (.pact, .activation): (.clipping, .meanMagnitude)
    case (.lsqPlus, .weight): (.learned, .threeDeviations)
    case (.lsqPlus, .activation):
      (readsImage ? .learned : .learnedWithOffset, .leastError(.mse))
    }
  }
}
