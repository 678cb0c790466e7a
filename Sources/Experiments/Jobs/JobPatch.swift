/// PATCH /jobs/{id}: what may change of a job once it is submitted.
package struct JobPatch: FieldMessage, Codable, Hashable, Sendable {
  package var priority: Int

  package init(priority: Int) {
    self.priority = priority
  }

  package init(_ reader: FieldReader) {
    priority = reader.integer(
      "priority", in: JobSpec.priorities, about: "Jobs of a higher priority are claimed first.")
  }
}
