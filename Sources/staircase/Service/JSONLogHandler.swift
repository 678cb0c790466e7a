import Experiments
import Foundation
import Logging

/// Writes each line of the log as a JSON object on standard error, for programs that collect logs.
struct JSONLogHandler: LogHandler {
  let label: String
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    Terminal.printError(
      Self.line(
        label: label, level: event.level, message: "\(event.message)",
        metadata: metadata.merging(event.metadata ?? [:]) { _, own in own }, time: Date()))
  }

  /// `time`, `level`, `label`, `message`, and beside them every key of the metadata.
  static func line(
    label: String, level: Logger.Level, message: String, metadata: Logger.Metadata, time: Date
  ) -> String {
    var members = metadata.mapValues(value)
    members["time"] = .string(Timestamp.string(from: time))
    members["level"] = .string(level.rawValue)
    members["label"] = .string(label)
    members["message"] = .string(message)
    return (try? JSONCoding.text(JSONValue.object(members))) ?? message
  }

  /// Numbers and truth values as such.
  private static func value(_ metadata: Logger.Metadata.Value) -> JSONValue {
    switch metadata {
    case .string(let text): .string(text)
    case .stringConvertible(let value as Int): .integer(value)
    case .stringConvertible(let value as Double): .number(value)
    case .stringConvertible(let value as Bool): .bool(value)
    case .stringConvertible(let value): .string("\(value)")
    case .array(let values): .array(values.map(value))
    case .dictionary(let members): .object(members.mapValues(value))
    }
  }
}
