import Foundation
import Training

/// A checkpoint as one file, in which it travels between worker and service.
enum CheckpointFile {
  /// Makes a checkpoint folder of such a file, and returns it.
  static func unpack(_ file: URL, into folder: URL) throws -> URL {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try FileManager.default.moveItem(at: file, to: folder.appending(path: Checkpoint.fileName))
    return folder
  }
}
