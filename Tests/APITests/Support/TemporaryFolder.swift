import Foundation
import Glibc

/// A folder that is removed with the value, or at the end of the tests for a value that lasts.
final class TemporaryFolder: Sendable {
  private static let root: URL = {
    atexit { try? FileManager.default.removeItem(at: TemporaryFolder.root) }
    return FileManager.default.temporaryDirectory
      .appending(path: "staircase-test-\(UUID().uuidString)")
  }()

  let url: URL

  init() throws {
    url = Self.root.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }
}
