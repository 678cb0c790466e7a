import Foundation

/// The text of a job's spec, from a file or from standard input.
enum SpecFile {
  enum Unreadable: Error, CustomStringConvertible {
    case file(path: String, reason: String)

    var description: String {
      switch self {
      case .file(let path, let reason): "\(path) cannot be read: \(reason)"
      }
    }
  }

  static func read(_ path: String) throws -> Data {
    if path == "-" { return FileHandle.standardInput.readDataToEndOfFile() }
    do {
      return try Data(contentsOf: URL(filePath: path))
    } catch {
      throw Unreadable.file(path: path, reason: error.localizedDescription)
    }
  }
}
