import Client
import Foundation

/// The text of a job's spec, from a file, a pipe or standard input.
enum SpecFile {
  static func read(_ path: String) throws -> Data {
    if path == "-" { return try FileHandle.standardInput.readToEnd() ?? Data() }
    do {
      // Data(contentsOf:) reads no pipe, which is what a shell makes of <(...).
      return try FileHandle(forReadingFrom: URL(filePath: path)).readToEnd() ?? Data()
    } catch {
      throw FileError(error, path: path) ?? error
    }
  }
}
