import Foundation
import Testing
import TestSupport

/// What a person reads who starts the service in a way that cannot work.
struct StartTests {
  @Test("A second service on a data folder is refused and names the first")
  func folderInUse() async throws {
    let first = try await LiveService.start(workers: 0)
    defer { first.end() }
    let (status, text) = try Self.serve(["--port", "0", "--data", first.folder.path])
    #expect(status != 0)
    #expect(text.contains("uses the folder \(first.folder.path)"), "\(text)")
  }

  @Test("A port that another program has is named")
  func portInUse() async throws {
    let first = try await LiveService.start(workers: 0)
    defer { first.end() }
    let port = try #require(first.url.port)
    let (status, text) = try Self.serve(
      ["--port", "\(port)", "--data", Scratch.folder().path])
    #expect(status != 0)
    #expect(text.contains("port \(port): choose another"), "\(text)")
  }

  @Test(
    "Where others reach it, a service without tokens does not start, and says how to make one",
    arguments: [["--host", "0.0.0.0"], ["--host", "::"], ["--behind-proxy"]])
  func noTokens(_ options: [String]) throws {
    let folder = try Scratch.folder()
    let (status, text) = try Self.serve(["--port", "0", "--data", folder.path] + options)
    #expect(status != 0)
    #expect(
      text.contains("staircase token create --role write --data \(folder.path)"), "\(text)")
  }

  @Test("A limit that is none is refused")
  func badLimit() throws {
    let (status, text) = try Self.serve(["--max-connections", "0"])
    #expect(status != 0)
    #expect(text.contains("--max-connections 0 is not at least 1"), "\(text)")
  }

  /// Runs `staircase serve` to its end. Returns its exit status and what it wrote as errors.
  private static func serve(_ arguments: [String]) throws -> (Int32, String) {
    let process = Process()
    process.executableURL = LiveService.staircase
    process.arguments = ["serve", "--workers", "0"] + arguments
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let text = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: text, as: UTF8.self))
  }
}
