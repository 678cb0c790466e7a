package import Foundation

/// PATCH /jobs/{id}: what may change of a job once it is submitted.
package struct JobPatch: Codable, Hashable, Sendable {
  package var priority: Int

  package init(priority: Int) {
    self.priority = priority
  }

  /// Throws `InvalidJSON` or `InvalidSpec` with a pointer to each bad field.
  package init(json: Data) throws {
    self = try FieldReader.read(JSONCoding.tree(json)) { JobPatch($0) }
  }

  package init(_ reader: FieldReader) {
    priority = reader.integer(
      "priority", in: JobSpec.priorities, about: "Jobs of a higher priority are claimed first.")
  }
}
