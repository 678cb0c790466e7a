/// How weights and activations are quantized while training.
package struct QuantizerSpec: Codable, Hashable, Sendable {
  package var method: Method
  package var weightBits: Int
  package var activationBits: Int
  /// Bits of the first and the last layer's weights and inputs.
  package var firstLastBits: Int
  /// g, by which the gradient of a step size is multiplied (Esser et al. 2020, section 2.2).
  package var gradientScale: GradientScale
  /// A factor on g.
  package var gradientScaleFactor: Double
  /// Other bits for single layers, by layer name.
  package var layers: [String: LayerBits]

  package enum Method: String, Codable, CaseIterable, Sendable {
    /// Float32 weights and activations.
    case none
    /// Learned step sizes (Esser et al. 2020).
    case lsq
  }

  package enum GradientScale: String, Codable, CaseIterable, Sendable {
    case full = "1/sqrt(N*Qp)"
    case count = "1/sqrt(N)"
    case one = "1"
  }

  /// The bits of one layer; nil keeps what the network has.
  package struct LayerBits: Codable, Hashable, Sendable {
    package var weightBits: Int?
    package var activationBits: Int?
  }

  init(_ reader: FieldReader) {
    method = reader.choice(
      "method", default: .lsq, about: "lsq: learned step sizes; none: float32 throughout.")
    weightBits = reader.integer(
      "weightBits", in: Self.bits, default: 4, about: "Bits of a weight.")
    activationBits = reader.integer(
      "activationBits", in: Self.bits, default: 4, about: "Bits of an input of a layer.")
    firstLastBits = reader.integer(
      "firstLastBits", in: Self.bits, default: 8,
      about: "Bits of the weights and inputs of the first and the last layer.")
    gradientScale = reader.choice(
      "gradientScale", default: .full,
      about: "g, by which the gradient of a step size is multiplied.")
    gradientScaleFactor = reader.number(
      "gradientScaleFactor", in: 1e-6...1e6, default: 1, about: "A factor on g.")
    layers = reader.dictionary(
      "layers", about: "Other bits for single layers, by layer name."
    ) { layer in
      LayerBits(
        weightBits: layer.optionalInteger(
          "weightBits", in: Self.bits, about: "Bits of its weights."),
        activationBits: layer.optionalInteger(
          "activationBits", in: Self.bits, about: "Bits of its input."))
    }
  }

  private static let bits = 2...8

  /// A short name for people, such as "float32" or "w2a2".
  package var title: String {
    method == .none ? "float32" : "w\(weightBits)a\(activationBits)"
  }
}
