import Networks

extension TrainingConfiguration {
  /// - Throws: `TrainingError.invalidConfiguration` for the first number that makes no sense.
  func validate() throws(TrainingError) {
    try check("threads", threads >= 1, "\(threads) is not positive")
    try check("epochs", epochs >= 1, "\(epochs) is not positive")
    try check("batchSize", batchSize >= 1, "\(batchSize) is not positive")
    try check("model.classes", model.classes >= 1, "\(model.classes) is not positive")
    _ = try model.architecture
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
      ("optimizer.clippingDecay", optimizer.clippingDecay),
      ("optimizer.clipNorm", optimizer.clipNorm ?? 0),
      ("quantizer.gradientScaleFactor", quantization.gradientScaleFactor),
      ("distillation.weight", distillation?.weight ?? 0),
      ("distillation.labelWeight", distillation?.labelWeight ?? 0),
    ] {
      try check(field, value.isFinite && value >= 0, "\(value) is not a finite number from 0 up")
    }
    for (field, steps) in [
      ("record.metricsEvery", recording.metricsEvery),
      ("record.stepSizesEvery", recording.stepSizesEvery),
      ("checkpoint.everySteps", checkpointEverySteps),
      ("quantizer.refitEvery", refitEvery),
    ] {
      try check(field, steps >= 1, "\(steps) is not positive")
    }
    try check(
      "schedule.warmupSteps", schedule.warmupSteps >= 0, "\(schedule.warmupSteps) is negative")
    try check(
      "reestimateBatchNorm", reestimationBatches >= 0, "\(reestimationBatches) is negative")
    try check(
      "labelSmoothing", labelSmoothing >= 0 && labelSmoothing < 1,
      "\(labelSmoothing) is not between 0 and 1")
    if let temperature = distillation?.temperature {
      try check(
        "distillation.temperature", temperature.isFinite && temperature > 0,
        "\(temperature) is not a finite number above 0")
    }
  }

  /// - Throws: `TrainingError.invalidConfiguration` for bits of a layer that the network does not
  ///   have, or that are not between 2 and 8.
  func checkLayers(of graph: Graph) throws(TrainingError) {
    let names = graph.layers.map(\.name)
    for (layer, bits) in quantization.layers.sorted(by: { $0.key < $1.key }) {
      try check(
        "quantizer.layers", names.contains(layer),
        "\(layer) is no layer of \(model.name); its layers are \(names.joined(separator: ", "))")
      for bits in [bits.weightBits, bits.activationBits].compactMap({ $0 }) {
        try check(
          "quantizer.layers.\(layer)", (2...8).contains(bits), "\(bits) is not between 2 and 8")
      }
    }
  }

  private func check(
    _ field: String, _ isGood: Bool, _ reason: @autoclosure () -> String
  ) throws(TrainingError) {
    if !isGood { throw .invalidConfiguration(field: field, reason: reason()) }
  }
}
