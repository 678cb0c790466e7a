/// How often a job saves all that it needs to go on after a crash.
package struct CheckpointSpec: Codable, Hashable, Sendable {
  package var everySteps: Int

  init(_ reader: FieldReader) {
    everySteps = reader.integer(
      "everySteps", in: 1...1_000_000, default: 200,
      about: "Steps between checkpoints; a job that lost its worker goes on from the last one.")
  }
}
