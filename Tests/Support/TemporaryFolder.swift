package import Foundation

/// A folder that is removed with the value, or at the end of the tests for a value that lasts.
package final class TemporaryFolder: Sendable {
  package let url: URL

  package init() throws {
    url = try Scratch.folder()
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  package func file(_ name: String) -> URL { url.appending(path: name) }
}
