package import Logging
import Synchronization

/// The lines that were logged.
package final class LogLines: Sendable {
  private struct Line {
    var level: Logger.Level
    var message: String
    var fields: [String: String]
  }

  private let lines = Mutex<[Line]>([])

  package init() {}

  /// Writes here.
  package var logger: Logger {
    var logger = Logger(label: "test") { _ in RecordingLogHandler(lines: self) }
    logger.logLevel = .info
    return logger
  }

  package var all: [[String: String]] { lines.withLock { $0.map(\.fields) } }
  package var levels: [Logger.Level] { lines.withLock { $0.map(\.level) } }
  package var messages: [String] { lines.withLock { $0.map(\.message) } }

  fileprivate func append(_ event: LogEvent) {
    let fields = (event.metadata ?? [:]).mapValues { "\($0)" }
    lines.withLock {
      $0.append(Line(level: event.level, message: "\(event.message)", fields: fields))
    }
  }
}

private struct RecordingLogHandler: LogHandler {
  let lines: LogLines
  var logLevel = Logger.Level.info
  var metadata: Logger.Metadata = [:]

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) { lines.append(event) }
}
