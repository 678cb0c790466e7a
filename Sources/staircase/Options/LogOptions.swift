import ArgumentParser
import Logging

/// What a service or a worker tells about itself, on standard error.
struct LogOptions: ParsableArguments {
  private static let levels = Logger.Level.allCases.map(\.rawValue)

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, json
  }

  @Option(
    help: "The least that is logged: \(levels.joined(separator: ", ")) (default: info).",
    completion: .list(levels),
    transform: { text in
      if let level = Logger.Level(rawValue: text) { return level }
      throw ValidationError("\"\(text)\" is not one of \(levels.joined(separator: ", "))")
    })
  var logLevel = Logger.Level.info

  @Option(help: "text, or json: an object a line.")
  var logFormat = Format.text

  func logger(_ label: String) -> Logger {
    var logger =
      switch logFormat {
      case .text: Logger(label: label)
      case .json:
        Logger(label: label) { JSONLogHandler(label: $0, logLevel: logLevel) }
      }
    logger.logLevel = logLevel
    return logger
  }
}
