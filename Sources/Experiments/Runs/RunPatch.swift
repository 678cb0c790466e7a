package import Foundation

/// PATCH /runs/{id}: what is not given stays as it is.
package struct RunPatch: FieldMessage, Codable, Hashable, Sendable {
  package var name: String?
  package var status: RunStatus?
  /// Parameters to add: each is written once.
  package var parameters: [String: String]
  /// Tags to set; null removes one.
  package var tags: [String: String?]
  /// When a run that `status` ends did so; nil for now. Without such a status the store refuses it.
  package var endedAt: Date?

  package init(
    name: String? = nil, status: RunStatus? = nil, parameters: [String: String] = [:],
    tags: [String: String?] = [:], endedAt: Date? = nil
  ) {
    self.name = name
    self.status = status
    self.parameters = parameters
    self.tags = tags
    self.endedAt = endedAt
  }

  package init(_ reader: FieldReader) {
    name = reader.optionalText("name", maximum: 250, about: "A new name.")
    status = reader.optionalChoice(
      "status", about: "A new status; finished, failed and killed end the run.")
    parameters = reader.texts(
      "parameters", maximumValue: RunRequest.maximumParameter,
      about: "Parameters to add: each is written once.")
    tags = reader.optionalTexts(
      "tags", maximumValue: RunRequest.maximumTag, about: "Tags to set; null removes one.")
    endedAt = reader.optionalTime(
      "endedAt", about: "When the run ended, with a status that ends it; null for now.")
  }
}
