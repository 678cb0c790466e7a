/// POST /experiments.
package struct ExperimentRequest: FieldMessage, Codable, Hashable, Sendable {
  package var name: String

  package init(_ reader: FieldReader) {
    name = reader.text("name", example: "fashion", about: "A name that no experiment has.")
  }
}
