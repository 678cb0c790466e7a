import Foundation

/// What can be wrong with the files of a data set, a checkpoint or a request for batches.
package enum DataError: Error, Equatable, Sendable {
  /// The file or folder cannot be opened or read; `reason` is the system's.
  case unreadable(path: String, reason: String)
  /// The file cannot be written or replaced; `code` is the system's errno.
  case unwritable(path: String, code: Int32)
  /// The file ends early. Counts are of bytes; of a compressed file, after decompression.
  case truncated(path: String, expected: Int, found: Int)
  /// The bytes at `offset` break the format.
  case malformed(path: String, offset: Int, reason: String)
  /// The file is well-formed, but not what the data set needs there.
  case mismatch(path: String, what: String, expected: String, found: String)
  /// No data set has this name.
  case unknownDataset(name: String, known: [String])
  /// The data set is not one that Debian packages: its folder must be given.
  case noFolder(dataset: String)
  /// A training batch would not be full.
  case tooFewImages(needed: Int, found: Int)
}

extension DataError {
  /// What kept Foundation from reading `file`, in the system's words where it has any.
  static func unreadable(_ file: URL, _ error: any Error) -> DataError {
    let reason =
      access(file.path, R_OK) == 0 ? error.localizedDescription : String(cString: strerror(errno))
    return .unreadable(path: file.path, reason: reason)
  }
}

extension DataError: LocalizedError {
  package var errorDescription: String? { description }
}

extension DataError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "\(path): \(reason)"
    case .unwritable(let path, let code):
      "\(path): \(String(cString: strerror(code)))"
    case .truncated(let path, let expected, let found):
      "\(path): ends after \(found) bytes; \(expected) expected"
    case .malformed(let path, let offset, let reason):
      "\(path): at byte \(offset): \(reason)"
    case .mismatch(let path, let what, let expected, let found):
      "\(path): \(what) is \(found); \(expected) expected"
    case .unknownDataset(let name, let known):
      "no data set is named \"\(name)\"; known: \(known.joined(separator: ", "))"
    case .noFolder(let dataset):
      "\(dataset) needs the path of the folder with its files"
    case .tooFewImages(let needed, let found):
      "a training batch takes \(needed) images; the data set has \(found)"
    }
  }
}
