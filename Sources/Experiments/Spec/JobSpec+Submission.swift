extension JobSpec {
  /// More than any network has.
  private static let mostLayers = 256
  /// A run shows its milestones as one parameter.
  private static let mostMilestones = 100

  /// Throws `InvalidSpec` for what no worker could train, or no run could show. A spec that was
  /// stored before this was asked is still read.
  package func checkSubmission() throws {
    let errors = classErrors + layerErrors + listErrors
    if !errors.isEmpty { throw InvalidSpec(errors: errors) }
  }

  private var classErrors: [FieldError] {
    // Those of imagenet are as many as its folders, which only a worker sees.
    guard dataset.name != .imagenet, model.classes < dataset.name.classes else { return [] }
    return [
      FieldError(
        pointer: "/model/classes",
        detail: "\(model.classes) is less than the \(dataset.name.classes) classes of "
          + dataset.name.rawValue)
    ]
  }

  /// Which layers there are only a worker knows.
  private var layerErrors: [FieldError] {
    if quantizer.layers.count > Self.mostLayers {
      return [
        FieldError(
          pointer: "/quantizer/layers",
          detail: "has \(quantizer.layers.count) layers; \(Self.mostLayers) are possible")
      ]
    }
    return quantizer.layers.keys.sorted().filter { !Self.isLayerName($0) }.map { name in
      FieldError(
        pointer: "/quantizer/layers/\(JSONPointer.escape(name))",
        detail: "is no name of a layer, such as stage1.block1.conv1")
    }
  }

  private static func isLayerName(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { UInt8(ascii: "!") <= $0 && $0 <= UInt8(ascii: "~") }
  }

  private var listErrors: [FieldError] {
    var errors: [FieldError] = []
    if schedule.milestones.count > Self.mostMilestones {
      errors.append(
        FieldError(
          pointer: "/schedule/milestones",
          detail: "has \(schedule.milestones.count) epochs; \(Self.mostMilestones) are possible"))
    }
    let words = [
      ("/dataset/augment", dataset.augment.map(\.rawValue)),
      ("/optimizer/alsoDecay", optimizer.alsoDecay.map(\.rawValue)),
    ]
    for (pointer, words) in words {
      var seen: Set<String> = []
      if let again = words.first(where: { !seen.insert($0).inserted }) {
        errors.append(FieldError(pointer: pointer, detail: "\(again) is given twice"))
      }
    }
    return errors
  }
}
