package import Foundation

/// POST /runs: a run that another program makes, to log to. Every key may be left out.
package struct RunRequest: FieldMessage, Codable, Hashable, Sendable {
  package var name: String
  /// The experiment by name; it is made if it is new.
  package var experiment: String
  package var parameters: [String: String]
  package var tags: [String: String]
  /// When it began, for one that is told of later; nil for now.
  package var startedAt: Date?

  /// Characters of a parameter's and a tag's value, as MLflow limits them.
  package static let maximumParameter = 6000
  package static let maximumTag = 8000

  package init(
    name: String = "", experiment: String = "Default", parameters: [String: String] = [:],
    tags: [String: String] = [:], startedAt: Date? = nil
  ) {
    self.name = name
    self.experiment = experiment
    self.parameters = parameters
    self.tags = tags
    self.startedAt = startedAt
  }

  package init(_ reader: FieldReader) {
    name = reader.text("name", default: "run", about: "A name for people.")
    experiment = reader.text(
      "experiment", default: "Default", example: "fashion",
      about: "The experiment by name; it is made if it is new.")
    parameters = reader.texts(
      "parameters", maximumValue: Self.maximumParameter,
      about: "What was chosen before the run; each is written once.")
    tags = reader.texts(
      "tags", maximumValue: Self.maximumTag,
      about: "What is said of the run; may change. The tag note, in lines, is shown at its top.")
    startedAt = reader.optionalTime(
      "startedAt", about: "When it began, for a run of before; null for now.")
  }
}
