/// An experiment of Esser et al. 2020, as a set of jobs and a table.
package enum Recipe: String, Codable, CaseIterable, Sendable {
  case bits
  case weightDecay = "weight-decay"
  case gradientScale = "gradient-scale"
  case distillation
  case schedule
  case modelSize = "model-size"
  case updateRatio = "update-ratio"
  case quantizationError = "quantization-error"
  case methods

  /// What it shows, in a line.
  package var summary: String {
    switch self {
    case .bits: "accuracy at 2, 3, 4 and 8 bits and in float32 (Table 1)"
    case .weightDecay: "weight decay at each number of bits (Table 2)"
    case .gradientScale: "what the gradient of step sizes is multiplied by (Table 3)"
    case .distillation: "with and without a float32 teacher (Table 4)"
    case .schedule: "learning rate along a cosine, or in steps (section 3.5)"
    case .modelSize: "accuracy against the bytes of the model (Figure 3)"
    case .updateRatio:
      "relative updates of step sizes and weights, R, at each gradient scale (Figure 4)"
    case .quantizationError:
      "learned step sizes against those of least quantization error (section 3.6)"
    case .methods: "learned step sizes against fixed, fitted and clipping ones"
    }
  }

  /// What the paper found, on ImageNet: top-1 accuracy in %, of ResNet-18 at 2 bits unless said
  /// otherwise.
  package var claim: String {
    switch self {
    case .bits: "ResNet-18 at 2, 3, 4, 8 bits and in float32: 67.6, 70.2, 71.1, 71.1, 70.5"
    case .weightDecay:
      "less weight decay suits fewer bits: best at 0.25e-4 for 2 bits, 0.5e-4 for 3, 1e-4 for 4 and 8"
    case .gradientScale:
      "1/sqrt(N*Qp) 67.6, 1/sqrt(N) 67.3, 1 did not converge (64.2 at a rate of 0.0001), ten times 67.4, a tenth 67.3"
    case .distillation:
      "a teacher helps at 2 and 3 bits: 67.9 and 70.6, against 67.6 and 70.2 without"
    case .schedule: "cosine 67.6, step 67.2"
    case .modelSize:
      "a larger network at 2 bits is more accurate than a smaller one of the same bytes at more bits"
    case .updateRatio:
      "R is near 1 with 1/sqrt(N*Qp), and two to three orders of magnitude larger with 1"
    case .quantizationError:
      "step sizes differ from those of least error by 47% (mae), 28% (mse) and 46% (kl) for weights, by 50, 63 and 64% for activations"
    case .methods:
      "learned step sizes are more accurate than fixed ones, fitted ones and learned clipping"
    }
  }

  /// What its table is made of.
  package var measure: StudyMeasure {
    switch self {
    case .updateRatio: .updateRatio
    case .quantizationError: .quantizationError
    default: .results
    }
  }
}
