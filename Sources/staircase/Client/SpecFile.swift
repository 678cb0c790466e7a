import Foundation

/// The text of a job's spec, from a file or from standard input.
enum SpecFile {
  static func read(_ path: String) throws -> Data {
    if path == "-" { return try FileHandle.standardInput.readToEnd() ?? Data() }
    return try Data(contentsOf: URL(filePath: path))
  }
}
