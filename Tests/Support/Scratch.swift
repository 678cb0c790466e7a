package import Foundation
import Glibc

/// Folders that a test and the programs it starts may fill. All of them go when the tests end.
package enum Scratch {
  private static let root: URL = {
    atexit { try? FileManager.default.removeItem(at: Scratch.root) }
    return FileManager.default.temporaryDirectory.appending(path: "staircase-\(name())")
  }()

  package static func folder() throws -> URL {
    let folder = root.appending(path: name(), directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  /// Short: the path of a socket, as a browser makes one there, has at most 107 bytes.
  private static func name() -> String {
    String(UInt32.random(in: .min ... .max), radix: 36)
  }
}
