/// How the learning rate moves over a training.
package struct ScheduleSpec: Codable, Hashable, Sendable {
  package var name: Name
  /// Steps over which the rate rises linearly from zero before the schedule proper begins.
  package var warmupSteps: Int
  /// The epochs, ascending, after each of which `step` multiplies the rate by `gamma`.
  package var milestones: [Double]
  package var gamma: Double

  package enum Name: String, Codable, CaseIterable, Sendable {
    /// Falls along half a cosine to zero at the last step, without restarts.
    case cosine
    /// Falls by a factor at each milestone.
    case step
    case constant
  }

  init(_ reader: FieldReader) {
    name = reader.choice(
      "name", default: .cosine,
      about: "cosine: half a cosine down to zero; step: down at milestones; constant: as it is.")
    warmupSteps = reader.integer(
      "warmupSteps", in: 0...1_000_000_000, default: 0,
      about: "Steps over which the rate first rises linearly from zero.")
    milestones = reader.list(
      "milestones", of: "numbers of epochs above 0",
      items: ["type": "number", "exclusiveMinimum": 0],
      about: "The epochs, ascending, after each of which step multiplies the rate by gamma."
    ) { value in
      switch value {
      case .integer(let epochs) where epochs > 0: Double(epochs)
      case .number(let epochs) where epochs > 0 && epochs.isFinite: epochs
      default: nil
      }
    }
    gamma = reader.number(
      "gamma", in: 0...1, default: 0.1, about: "The factor of step at each milestone.")
    if zip(milestones, milestones.dropFirst()).contains(where: { $0 >= $1 }) {
      reader.report("milestones", "each must be later than the one before")
    }
    if name == .step, milestones.isEmpty, !reader.has("milestones") {
      reader.report("milestones", "is required for step: epochs, such as [30, 60]")
    } else if name != .step, !milestones.isEmpty {
      reader.report("milestones", "belongs to the schedule step, not to \(name.rawValue)")
    }
  }
}
