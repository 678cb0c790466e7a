import Foundation
import Glibc

/// What standard output can show.
enum Terminal {
  /// Whether a person watches standard output, rather than a file or a pipe.
  static let isInteractive = isatty(STDOUT_FILENO) == 1

  /// Whether it shows more than ASCII, as far as the locale tells.
  static let isUTF8: Bool = {
    let environment = ProcessInfo.processInfo.environment
    // In the order of POSIX; an empty one is none.
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }
      .first { !$0.isEmpty }
    return locale?.uppercased().replacing("-", with: "").contains("UTF8") ?? false
  }()

  /// Characters that fit on a line of the terminal; nil where nobody tells.
  static var columns: Int? {
    var size = winsize()
    if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
      return Int(size.ws_col)
    }
    return ProcessInfo.processInfo.environment["COLUMNS"].flatMap(Int.init).flatMap {
      $0 > 0 ? $0 : nil
    }
  }

  /// Writes a line and hands it on at once, also into a pipe.
  static func print(_ line: String) throws(OutputFile.Failure) {
    try OutputFile.standardOutput.write((line + "\n").utf8)
  }

  /// Replaces the line that the cursor stands on. What a terminal that is gone does not show is
  /// lost.
  static func replaceLine(_ line: String) {
    try? OutputFile.standardOutput.write("\r\u{1B}[2K\(line)".utf8)
  }

  /// Writes to standard error. A line that it does not take is dropped: there is no place to say
  /// so.
  static func printError(_ line: String) {
    try? OutputFile.standardError.write((line + "\n").utf8)
  }
}
