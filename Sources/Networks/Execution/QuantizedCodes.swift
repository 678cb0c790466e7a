import Tensors

/// Codes, and the quantizer that makes them: a value is its code times the step size.
struct QuantizedCodes {
  let codes: CodeTensor
  let quantizer: Quantizer

  /// s.
  var stepSize: Float { quantizer.stepSize }
}
