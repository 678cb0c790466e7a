package import Tensors

/// What to quantize in a network, to how many bits, and how step sizes learn.
package struct QuantizationConfiguration: Sendable, Equatable {
  /// The rule that sets step sizes.
  package var method: QuantizationMethod
  /// Bits of weights, 2 to 8.
  package var weightBits: Int
  /// Bits of the inputs of conv and linear layers, 2 to 8.
  package var activationBits: Int
  /// Bits of weights and inputs of the first and the last layer, 2 to 8.
  package var firstLastBits: Int
  /// g, the factor on the gradient of a step size.
  package var gradientScale: GradientScale
  /// A further factor on g (10 and 0.1 in the paper's Table 3).
  package var gradientScaleFactor: Double
  /// Whether N of activations counts the whole batch instead of one example.
  package var countsBatch: Bool
  /// What `.minError` keeps smallest.
  package var errorMeasure: ErrorMeasure
  /// Other bits for single layers, by name.
  package var layers: [String: LayerBits]
  /// The arithmetic of products with quantized weights and input.
  package var precision: Precision

  package init(
    method: QuantizationMethod = .lsq, weightBits: Int, activationBits: Int,
    firstLastBits: Int = 8, gradientScale: GradientScale = .inverseRootCountTimesLevels,
    gradientScaleFactor: Double = 1, countsBatch: Bool = false,
    errorMeasure: ErrorMeasure = .mse, layers: [String: LayerBits] = [:],
    precision: Precision = .mixed
  ) {
    self.method = method
    self.weightBits = weightBits
    self.activationBits = activationBits
    self.firstLastBits = firstLastBits
    self.gradientScale = gradientScale
    self.gradientScaleFactor = gradientScaleFactor
    self.countsBatch = countsBatch
    self.errorMeasure = errorMeasure
    self.layers = layers
    self.precision = precision
  }
}
