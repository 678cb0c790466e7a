import Foundation

extension JobSpec {
  /// A line for each field that changes nothing in the training, such as `quantizer.errorMeasure
  /// has no effect on training with method "lsq"`. Fields at their defaults, given or not, are not
  /// told of.
  package var fieldsWithoutEffect: [String] {
    get throws {
      let usual = try JobSpec.defaults(dataset: .fashionMNIST, model: .resnet8)
      var lines = quantizer.idleFields(beside: usual.quantizer).map { ("quantizer.\($0)", method) }
      if optimizer.alsoDecay.contains(.stepSizes), !quantizer.method.learnsSteps {
        lines.append((#"optimizer.alsoDecay "step-sizes""#, method))
      }
      if schedule.name != .step, schedule.gamma != usual.schedule.gamma {
        lines.append(("schedule.gamma", #"schedule "\#(schedule.name.rawValue)""#))
      }
      let length = epochs == 1 ? "one epoch" : "\(epochs) epochs"
      for milestone in schedule.milestones where milestone >= Double(epochs) {
        lines.append(("schedule.milestones \(String(format: "%g", milestone))", length))
      }
      return lines.map { field, cause in "\(field) has no effect on training with \(cause)" }
    }
  }

  private var method: String { #"method "\#(quantizer.method.rawValue)""# }
}

extension QuantizerSpec {
  /// The fields that differ from `usual` and that the method does not read.
  fileprivate func idleFields(beside usual: QuantizerSpec) -> [String] {
    let fields: [(name: String, isRead: Bool, isUsual: Bool)] = [
      ("weightBits", method != .none, weightBits == usual.weightBits),
      ("activationBits", method != .none, activationBits == usual.activationBits),
      ("firstLastBits", method != .none, firstLastBits == usual.firstLastBits),
      ("gradientScale", method.learnsSteps, gradientScale == usual.gradientScale),
      (
        "gradientScaleFactor", method.learnsSteps, gradientScaleFactor == usual.gradientScaleFactor
      ),
      ("countBatch", method.learnsSteps, countBatch == usual.countBatch),
      ("errorMeasure", method == .minError, errorMeasure == usual.errorMeasure),
      ("refitEvery", method == .minError || method == .pact, refitEvery == usual.refitEvery),
      ("clippingDecay", method == .pact, clippingDecay == usual.clippingDecay),
      ("layers", method != .none, layers == usual.layers),
    ]
    return fields.filter { !$0.isRead && !$0.isUsual }.map(\.name)
  }
}

extension QuantizerSpec.Method {
  /// Whether step sizes follow their gradients, times g. Those of `pact` follow clipping levels.
  fileprivate var learnsSteps: Bool { self == .lsq || self == .lsqPlus }
}
