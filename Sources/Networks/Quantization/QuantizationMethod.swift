/// How weights and activations are quantized.
package enum QuantizationMethod: String, Sendable, Codable, CaseIterable {
  /// Float32 everywhere: no quantizers.
  case none
  /// Learned step sizes. Esser et al. 2020, Eq. 1-5.
  case lsq
}
