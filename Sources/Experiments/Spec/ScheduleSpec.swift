/// How the learning rate moves over a training.
package struct ScheduleSpec: Codable, Hashable, Sendable {
  package var name: Name
  /// Steps over which the rate rises linearly from zero before the schedule proper begins.
  package var warmupSteps: Int

  package enum Name: String, Codable, CaseIterable, Sendable {
    /// Falls along half a cosine to zero at the last step, without restarts.
    case cosine
    case constant
  }

  init(_ reader: FieldReader) {
    name = reader.choice(
      "name", default: .cosine,
      about: "cosine: half a cosine down to zero, without restarts; constant: as it is.")
    warmupSteps = reader.integer(
      "warmupSteps", in: 0...1_000_000_000, default: 0,
      about: "Steps over which the rate first rises linearly from zero.")
  }
}
