import Tensors

/// How a conv or linear node multiplies codes: forward in integers, exactly, and perhaps going
/// back.
struct ExactProduct {
  /// Integers are exact while no weight's code is larger in magnitude; nil: with all. Past it
  /// values are multiplied.
  var largestWeight: Int?
  /// What no sum of products then passes in magnitude.
  var largestSum: Int
  /// In what the gradients are multiplied if they are taken from codes too: the input's values are
  /// then not needed. nil: they are taken from values.
  var codeGradients: GradientArithmetic?
}
