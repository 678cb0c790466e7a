import Foundation
import Glibc

/// What standard output can show.
enum Terminal {
  /// Whether a person watches standard output, rather than a file or a pipe.
  static let isInteractive = isatty(STDOUT_FILENO) == 1

  /// Writes a line and hands it on at once, also into a pipe.
  static func print(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
  }

  /// Writes the content of a file, piece by piece.
  static func copy(_ file: URL) throws {
    let source = try FileHandle(forReadingFrom: file)
    while let piece = try source.read(upToCount: 1 << 16), !piece.isEmpty {
      try FileHandle.standardOutput.write(contentsOf: piece)
    }
  }

  /// Replaces the line that the cursor stands on.
  static func replaceLine(_ line: String) {
    FileHandle.standardOutput.write(Data("\r\u{1B}[2K\(line)".utf8))
  }

  /// Writes to standard error.
  static func printError(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
  }
}
