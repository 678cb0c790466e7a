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

  /// Writes a file, and makes the folders that it lies in.
  @discardableResult
  package func write(_ bytes: some Sequence<UInt8>, as name: String) throws -> URL {
    let file = file(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
    return file
  }

  /// Makes a symbolic link; `destination` is seen from where the link is.
  package func link(_ name: String, to destination: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: file(name).path, withDestinationPath: destination)
  }
}
