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
  /// Whether N of activations counts the features of the whole batch, not of one example.
  package var countBatch: Bool
  /// What `min-error` keeps smallest.
  package var errorMeasure: ErrorMeasure
  /// Steps between two fits of `min-error`, and of the weights of `pact`.
  package var refitEvery: Int
  /// The factor of the L2 penalty on the clipping levels of `pact`.
  package var clippingDecay: Double
  /// Other bits for single layers, by layer name.
  package var layers: [String: LayerBits]

  package enum Method: String, Codable, CaseIterable, Sendable {
    /// Float32 weights and activations.
    case none
    /// Learned step sizes (Esser et al. 2020).
    case lsq
    /// Step sizes stay at their initial value.
    case fixed
    /// Step sizes are fitted to the values again and again, so that the quantization error is
    /// smallest.
    case minError = "min-error"
    /// Learned clipping levels for activations (Choi et al. 2018); weights as in `min-error` with
    /// `mse`.
    case pact
    /// Learned step sizes, and a learned offset for activations (Bhalgat et al. 2020).
    case lsqPlus = "lsq+"
  }

  package enum GradientScale: String, Codable, CaseIterable, Sendable {
    case full = "1/sqrt(N*Qp)"
    case count = "1/sqrt(N)"
    case one = "1"
  }

  /// How far quantized values are from what they stand for.
  package enum ErrorMeasure: String, Codable, CaseIterable, Sendable {
    /// The mean of |v_hat - v|.
    case mae
    /// The mean of (v_hat - v)^2.
    case mse
    /// The Kullback-Leibler divergence of the density of v_hat from that of v.
    case kl
  }

  /// The bits of one layer; nil keeps what the network has.
  package struct LayerBits: Codable, Hashable, Sendable {
    package var weightBits: Int?
    package var activationBits: Int?
  }

  init(_ reader: FieldReader) {
    method = reader.choice(
      "method", default: .lsq, about: "How step sizes are found; none: float32 throughout.")
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
    countBatch = reader.flag(
      "countBatch", default: false,
      about: "Whether N of activations counts the whole batch, not one example.")
    errorMeasure = reader.choice(
      "errorMeasure", default: .mse, about: "What min-error keeps smallest.")
    refitEvery = reader.integer(
      "refitEvery", in: 1...1_000_000, default: 10,
      about: "Steps between two fits of min-error, and of pact's weights.")
    clippingDecay = reader.number(
      "clippingDecay", in: 0...1, default: 1e-4,
      about: "Pulls the clipping levels of pact to zero.")
    layers = reader.dictionary(
      "layers", maximumName: 200, about: "Other bits for single layers, by layer name."
    ) { layer in
      LayerBits(
        weightBits: layer.optionalInteger(
          "weightBits", in: Self.bits, about: "Bits of its weights."),
        activationBits: layer.optionalInteger(
          "activationBits", in: Self.bits, about: "Bits of its input."))
    }
  }

  private static let bits = 2...8

  /// A short name for people, such as "float32", "w2a2" or "pact w2a2".
  package var title: String {
    let bits = "w\(weightBits)a\(activationBits)"
    return switch method {
    case .none: "float32"
    case .lsq: bits
    case .minError: "min-\(errorMeasure.rawValue) \(bits)"
    case .fixed, .pact, .lsqPlus: "\(method.rawValue) \(bits)"
    }
  }
}
