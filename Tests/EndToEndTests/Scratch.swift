import Foundation

/// Folders that a test may fill.
enum Scratch {
  static func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "staircase-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }
}
