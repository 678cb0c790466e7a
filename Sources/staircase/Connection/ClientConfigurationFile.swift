import Client
import Experiments
import Foundation
import Glibc

/// What the client commands remember between calls: `staircase/config.json` in the folder where
/// the user's programs keep their settings.
struct ClientConfigurationFile {
  struct Content: Codable, Equatable {
    var server: String?
    var token: String?
  }

  let url: URL

  /// `$XDG_CONFIG_HOME`, else `~/.config` (XDG base directory specification).
  init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    let base =
      environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? URL(filePath: $0) : nil }
      ?? URL(filePath: environment["HOME"] ?? NSHomeDirectory()).appending(path: ".config")
    url = base.appending(path: "staircase/config.json")
  }

  /// Nothing if there is no file.
  func read() throws -> Content {
    guard FileManager.default.fileExists(atPath: url.path) else { return Content() }
    do {
      return try JSONDecoder().decode(Content.self, from: Data(contentsOf: url))
    } catch is DecodingError {
      throw CommandError(
        description: """
          \(url.path): it is no object of server and token
          Mend it, or remove it and set anew what you need with `staircase config set`.
          """, exitCode: .noInput)
    }
  }

  /// Only the user may read it: it can hold a token.
  func write(_ content: Content) throws {
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    let data = try JSONCoding.encoder(pretty: true).encode(content)
    // Mode 0600 from its beginning, and complete or not there at all.
    var name = Array("\(url.path).XXXXXX".utf8CString)
    let file = mkstemp(&name)
    guard file >= 0 else { throw FileError(path: url.path, code: errno, isOfReading: false) }
    do {
      try FileHandle(fileDescriptor: file, closeOnDealloc: true).write(contentsOf: data)
      guard rename(name, url.path) == 0 else {
        throw FileError(path: url.path, code: errno, isOfReading: false)
      }
    } catch {
      unlink(name)
      throw FileError(error, path: url.path) ?? error
    }
  }
}
