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
