package import Foundation

/// One line of a job's log.
package struct LogLine: Codable, Hashable, Sendable {
  package var time: Date
  package var text: String

  package init(time: Date, text: String) {
    self.time = time
    self.text = text
  }
}

extension LogLine {
  /// A longer line is refused.
  package static let maximum = 100_000

  package init(_ reader: FieldReader) {
    self.init(
      time: reader.time("time", about: "When it was written."),
      text: reader.text("text", minimum: 0, maximum: Self.maximum, about: "What it says."))
  }
}
