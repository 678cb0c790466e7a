/// The factor g by which the gradient of a step size is multiplied. Esser et al. 2020, section 2.2.
///
/// N is the number of weights of a layer, or of features of one example for activations; Qp is the
/// highest code.
package enum GradientScale: String, Sendable, CaseIterable {
  /// g = 1 / sqrt(N * Qp), the paper's choice.
  case inverseRootCountTimesLevels = "1/sqrt(N*Qp)"
  /// g = 1 / sqrt(N).
  case inverseRootCount = "1/sqrt(N)"
  /// g = 1.
  case one = "1"

  /// g for `count` values quantized to at most `highestCode`.
  package func value(count: Int, highestCode: Int) -> Double {
    switch self {
    case .inverseRootCountTimesLevels: 1 / (Double(count) * Double(highestCode)).squareRoot()
    case .inverseRootCount: 1 / Double(count).squareRoot()
    case .one: 1
    }
  }
}
