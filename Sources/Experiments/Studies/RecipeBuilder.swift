/// Gathers the jobs of a recipe at one scale: float32 baselines, and fine-tunings of them.
///
/// Learning rates, weight decay and epochs are those of Esser et al. 2020, section 3; at the
/// smaller scales there are fewer epochs, and at the medium one 8 bits learn at the rate of the
/// others, and 2 bits at three times that.
struct RecipeBuilder {
  let scale: StudyScale
  let patch: JSONValue
  private(set) var plan: StudyPlan
  var seed = 1
  /// Epochs of a float32 baseline.
  var baselineEpochs: Int
  /// Places of the float32 jobs, by network and seed.
  private var baselines: [String: Int] = [:]

  init(_ scale: StudyScale, patch: JSONValue, measure: StudyMeasure) {
    self.scale = scale
    self.patch = patch
    plan = StudyPlan(keys: [], measure: measure)
    baselineEpochs =
      switch scale {
      case .small: 3
      case .medium: 8
      case .paper: 90
      }
  }

  /// The network of recipes that need only one.
  var network: String {
    switch scale {
    case .small: "resnet8"
    case .medium: "resnet20"
    case .paper: "resnet18"
    }
  }

  /// Epochs of a fine-tuning: the paper's, or a few.
  func epochs(small: Int, paper: Int = 90) -> Int {
    switch scale {
    case .small: small
    case .medium: 2 * small
    case .paper: paper
    }
  }

  /// The place of the float32 job of a network, made if it is new.
  ///
  /// It has no quantizer, whichever the patch gives to the fine-tunings.
  mutating func baseline(_ network: String) -> Int {
    let name = "\(network) \(seed)"
    if let place = baselines[name] { return place }
    let spec = base(network).merging(patch).merging(["quantizer": ["method": "none"]])
    plan.members.append(StudyPlan.Member(labels: [:], spec: spec, isShared: true))
    baselines[name] = plan.members.count - 1
    return plan.members.count - 1
  }

  /// Shows the float32 job of a network in a row of its own.
  mutating func showBaseline(_ network: String, _ labels: KeyValuePairs<String, String>) {
    let place = baseline(network)
    plan.members[place].labels = note(labels)
  }

  /// Adds a fine-tuning of a network's float32 weights.
  ///
  /// - Parameters:
  ///   - changes: what the row changes in the spec of these bits.
  ///   - teaches: whether the float32 network teaches it too.
  mutating func add(
    _ labels: KeyValuePairs<String, String>, network: String? = nil, bits: Int, epochs: Int,
    teaches: Bool = false, _ changes: JSONValue = .object([:])
  ) {
    let network = network ?? self.network
    let start = baseline(network)
    let spec = base(network).merging(fineTuning(bits: bits, epochs: epochs)).merging(changes)
    plan.members.append(
      StudyPlan.Member(
        labels: note(labels), spec: spec.merging(patch), start: start,
        teacher: teaches ? start : nil))
  }

  private mutating func note(_ labels: KeyValuePairs<String, String>) -> [String: String] {
    for (key, _) in labels where !plan.keys.contains(key) { plan.keys.append(key) }
    return Dictionary(uniqueKeysWithValues: labels.map { ($0.key, $0.value) })
  }

  /// What all jobs of a network have, but for their quantizers.
  private func base(_ network: String) -> JSONValue {
    var dataset: [String: JSONValue] = [
      "name": .string(scale == .paper ? "imagenet" : "fashion-mnist")
    ]
    // In so few epochs the network fits what it sees; made-up images would only slow it down.
    if scale == .small { dataset["augment"] = .array([]) }
    return .object([
      "experiment": .string("studies"), "seed": .integer(seed), "dataset": .object(dataset),
      "model": .object([
        "name": .string(network), "classes": .integer(scale == .paper ? 1000 : 10),
      ]),
      "optimizer": .object(["learningRate": .number(0.1), "weightDecay": .number(1e-4)]),
      "epochs": .integer(baselineEpochs),
      "batchSize": .integer(scale == .paper ? 256 : 128),
    ])
  }

  private func fineTuning(bits: Int, epochs: Int) -> JSONValue {
    // 8 bits start so close to the optimum that one epoch at a tenth of the rate is enough; in the
    // epochs of the medium scale they gain by the rate of the others: 92.7% instead of 92.3%.
    let isClose = bits == 8 && scale != .medium
    // 2 bits start so far from it that they do not get there at the rate that is right for 90
    // epochs: 91.5% instead of 90.6% in the four of ResNet-20.
    let isFar = bits == 2 && scale == .medium
    return .object([
      "quantizer": .object([
        "method": .string("lsq"), "weightBits": .integer(bits), "activationBits": .integer(bits),
      ]),
      "optimizer": .object([
        "learningRate": .number(isClose ? 0.001 : isFar ? 0.03 : 0.01),
        "weightDecay": .number(bits == 2 ? 0.25e-4 : bits == 3 ? 0.5e-4 : 1e-4),
      ]),
      "epochs": .integer(isClose ? 1 : epochs),
    ])
  }
}
