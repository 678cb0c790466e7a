import Tensors

/// How a conv or linear node multiplies codes: forward in integers, exactly, and perhaps going
/// back.
struct ExactProduct {
  /// Integers are exact while no weight's code is larger in magnitude; nil: with all. Past it
  /// values are multiplied.
  var largestWeight: Int?
  /// What no sum of products then passes in magnitude.
  var largestSum: Int
  /// In what both gradients are multiplied if the weights' is taken from codes: the input's values
  /// are then not needed. nil: both are taken from values.
  var codeGradients: GradientArithmetic?
}
