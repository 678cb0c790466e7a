package import Foundation

/// POST /experiments.
package struct ExperimentRequest: Codable, Hashable, Sendable {
  package var name: String

  /// Throws `InvalidJSON` or `InvalidSpec` with a pointer to each bad field.
  package init(json: Data) throws {
    self = try FieldReader.read(JSONCoding.tree(json)) { ExperimentRequest($0) }
  }

  package init(_ reader: FieldReader) {
    name = reader.text("name", example: "fashion", about: "A name that no experiment has.")
  }
}
