import Logging

/// Where the text log goes: standard error, an entry a line. What others chose (names of jobs and
/// tokens, reasons) cannot look like another entry, or act on a terminal.
struct TextLogStream: TextOutputStream {
  /// - Parameter entry: with its line feed, as `StreamLogHandler` hands it over.
  func write(_ entry: String) {
    Terminal.printError(String(entry.unicodeScalars.dropLast()).printable())
  }

  /// Has every logger of the program write here, unless it is told otherwise. Once a process.
  static func install() {
    LoggingSystem.bootstrap { StreamLogHandler(label: $0, stream: TextLogStream()) }
  }
}
