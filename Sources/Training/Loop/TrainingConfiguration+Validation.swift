import Networks

extension TrainingConfiguration {
  /// - Throws: `TrainingError.invalidConfiguration` for the first number that makes no sense.
  func validate() throws(TrainingError) {
    try check("threads", threads >= 1, "\(threads) is not positive")
    try check("epochs", epochs >= 1, "\(epochs) is not positive")
    try check("batchSize", batchSize >= 1, "\(batchSize) is not positive")
    try check("model.classes", model.classes >= 1, "\(model.classes) is not positive")
    try check(
      "model.name", Architecture.named(model.name) != nil,
      "\(model.name) is not one of \(Architecture.all.map(\.name).joined(separator: ", "))")
    for (field, bits) in [
      ("weightBits", quantization.weightBits), ("activationBits", quantization.activationBits),
      ("firstLastBits", quantization.firstLastBits),
    ] {
      try check(
        "quantizer.\(field)", (2...8).contains(bits) || quantization.method == .none,
        "\(bits) is not between 2 and 8")
    }
    for (field, value) in [
      ("optimizer.learningRate", optimizer.learningRate),
      ("optimizer.momentum", optimizer.momentum),
      ("optimizer.weightDecay", optimizer.weightDecay),
      ("quantizer.gradientScaleFactor", quantization.gradientScaleFactor),
    ] {
      try check(field, value.isFinite && value >= 0, "\(value) is not a finite number from 0 up")
    }
    for (field, steps) in [
      ("record.metricsEvery", recording.metricsEvery),
      ("record.stepSizesEvery", recording.stepSizesEvery),
      ("checkpoint.everySteps", checkpointEverySteps),
    ] {
      try check(field, steps >= 1, "\(steps) is not positive")
    }
    try check(
      "schedule.warmupSteps", schedule.warmupSteps >= 0, "\(schedule.warmupSteps) is negative")
  }

  private func check(
    _ field: String, _ isGood: Bool, _ reason: @autoclosure () -> String
  ) throws(TrainingError) {
    if !isGood { throw .invalidConfiguration(field: field, reason: reason()) }
  }
}
