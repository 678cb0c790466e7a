extension Recipe {
  /// The jobs of the recipe.
  ///
  /// - Parameters:
  ///   - patch: put over every spec, such as the path of the data.
  ///   - seeds: each row has a job for each.
  package func plan(_ scale: StudyScale, patch: JSONValue, seeds: [Int]) -> StudyPlan {
    var builder = RecipeBuilder(scale, patch: patch, measure: measure)
    for seed in seeds {
      builder.seed = seed
      switch self {
      case .bits: builder.addBits()
      case .weightDecay: builder.addWeightDecay()
      case .gradientScale: builder.addGradientScale()
      case .distillation: builder.addDistillation()
      case .schedule: builder.addSchedule()
      case .modelSize: builder.addModelSize()
      case .updateRatio: builder.addUpdateRatio()
      case .quantizationError: builder.add(["bits": "2"], bits: 2, epochs: builder.epochs(small: 2))
      case .methods: builder.addMethods()
      }
    }
    return builder.plan
  }
}

extension RecipeBuilder {
  /// The networks of Table 1.
  private static let networks = ModelSpec.Name.allCases.filter { $0.sides.contains(224) }
    .map(\.rawValue)

  fileprivate mutating func addBits() {
    for network in scale == .paper ? Self.networks : [network] {
      showBaseline(network, ["network": network, "bits": "float32"])
      for bits in [8, 4, 3, 2] {
        add(
          ["network": network, "bits": "\(bits)"], network: network, bits: bits,
          epochs: epochs(small: 2))
      }
    }
  }

  fileprivate mutating func addWeightDecay() {
    for bits in scale == .small ? [2, 4] : [2, 3, 4, 8] {
      for (text, decay) in [
        ("1e-4", 1e-4), ("0.5e-4", 0.5e-4), ("0.25e-4", 0.25e-4), ("0.125e-4", 0.125e-4),
      ] {
        add(
          ["bits": "\(bits)", "weightDecay": text], bits: bits, epochs: epochs(small: 1),
          JSONValue.number(decay).nested(in: ["optimizer", "weightDecay"]))
      }
    }
  }

  fileprivate mutating func addGradientScale() {
    // Two epochs for each would take more than the small scale's ten minutes.
    let epochs = epochs(small: scale == .small ? 1 : 2)
    for (scale, factor, rate) in [
      ("1/sqrt(N*Qp)", 1, 0.01), ("1/sqrt(N)", 1, 0.01), ("1", 1, 0.01), ("1", 1, 0.0001),
      ("1/sqrt(N*Qp)", 10, 0.01), ("1/sqrt(N*Qp)", 0.1, 0.01),
    ] {
      let title = factor == 1 ? scale : "\(factor == 10 ? "10" : "0.1") * \(scale)"
      add(
        ["gradientScale": title, "learningRate": "\(rate == 0.01 ? "0.01" : "0.0001")"], bits: 2,
        epochs: epochs, Self.gradientScale(scale, factor, rate))
    }
  }

  fileprivate mutating func addUpdateRatio() {
    for scale in ["1/sqrt(N*Qp)", "1/sqrt(N)", "1"] {
      add(
        ["gradientScale": scale], bits: 2, epochs: epochs(small: 1, paper: 1),
        Self.gradientScale(scale, 1, 0.01))
    }
  }

  private static func gradientScale(
    _ scale: String, _ factor: Double, _ rate: Double
  ) -> JSONValue {
    .object([
      "quantizer": .object([
        "gradientScale": .string(scale), "gradientScaleFactor": .number(factor),
      ]),
      "optimizer": .object(["learningRate": .number(rate)]),
    ])
  }

  fileprivate mutating func addDistillation() {
    for network in scale == .paper ? ["resnet18", "resnet34", "resnet50"] : [network] {
      showBaseline(network, ["network": network, "bits": "float32", "teacher": "none"])
      for bits in scale == .small ? [2, 3] : [2, 3, 4, 8] {
        // The teacher's forward passes leave no time for two at 3 bits in the small scale's ten
        // minutes.
        let small = scale == .small && bits == 3 ? 1 : 2
        for teaches in [false, true] {
          add(
            ["network": network, "bits": "\(bits)", "teacher": teaches ? "float32" : "none"],
            network: network, bits: bits, epochs: epochs(small: small), teaches: teaches,
            teaches ? .object(["distillation": .object([:])]) : .object([:]))
        }
      }
    }
  }

  fileprivate mutating func addSchedule() {
    let small = 3
    let step: JSONValue = .object([
      "name": .string("step"),
      // A tenth every 20 of 90 epochs, or as large a part of fewer.
      "milestones": .array(
        (1...4).map { .number(20 * Double($0) * Double(epochs(small: small)) / 90) }),
    ])
    add(["schedule": "cosine"], bits: 2, epochs: epochs(small: small))
    add(["schedule": "step"], bits: 2, epochs: epochs(small: small), .object(["schedule": step]))
  }

  /// ResNet-20 takes three times as long as ResNet-8, so float32 has one epoch at the small scale;
  /// it is not trained out then, and 8 bits learn at the rate of the others.
  fileprivate mutating func addModelSize() {
    // ResNet-20 has as many bytes at 2 bits as ResNet-8 at 8.
    let rows: [(network: String, bits: [Int])] =
      switch scale {
      case .small: [("resnet8", [2, 4, 8]), ("resnet20", [2])]
      case .medium: [("resnet8", [2, 4, 8]), ("resnet20", [2, 4])]
      case .paper: Self.networks.map { ($0, [2, 3, 4, 8]) }
      }
    if scale == .small { baselineEpochs = 1 }
    for (network, widths) in rows {
      for bits in widths {
        add(
          ["network": network, "bits": "\(bits)"], network: network, bits: bits,
          epochs: epochs(small: 1),
          scale == .paper
            ? .object([:]) : JSONValue.number(0.01).nested(in: ["optimizer", "learningRate"]))
      }
    }
  }

  fileprivate mutating func addMethods() {
    for (title, changes) in [
      ("lsq", ["method": "lsq"]), ("lsq+", ["method": "lsq+"]), ("pact", ["method": "pact"]),
      ("fixed", ["method": "fixed"]),
      ("min-error mae", ["method": "min-error", "errorMeasure": "mae"]),
      ("min-error mse", ["method": "min-error", "errorMeasure": "mse"]),
      ("min-error kl", ["method": "min-error", "errorMeasure": "kl"]),
    ] {
      add(
        ["method": title], bits: 2, epochs: epochs(small: 1),
        .object(["quantizer": .object(changes.mapValues { .string($0) })]))
    }
  }
}
