import Foundation
import Training

/// A checkpoint as one file, in which it travels between worker and service.
enum CheckpointFile {
  /// Puts a copy of the checkpoint in `folder` into `file`. A link is enough: the engine replaces
  /// its files and never writes into one that is complete.
  static func pack(_ folder: URL, into file: URL) throws {
    try FileManager.default.linkItem(at: folder.appending(path: Checkpoint.fileName), to: file)
  }

  /// Makes a checkpoint folder of a file that `pack` made, and returns it.
  static func unpack(_ file: URL, into folder: URL) throws -> URL {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try FileManager.default.moveItem(at: file, to: folder.appending(path: Checkpoint.fileName))
    return folder
  }
}
