import Foundation
import Testing

/// What a person reads who starts the service in a way that cannot work.
struct StartTests {
  @Test("A second service on a data folder is refused and names the first")
  func folderInUse() async throws {
    let first = try await LiveService.start(workers: 0)
    defer { first.end() }
    let (status, text) = try Self.serve("--port", "0", "--data", first.folder.path)
    #expect(status != 0)
    #expect(text.contains("uses the folder \(first.folder.path)"), "\(text)")
  }

  @Test("A port that another program has is named")
  func portInUse() async throws {
    let first = try await LiveService.start(workers: 0)
    defer { first.end() }
    let port = try #require(first.url.port)
    let (status, text) = try Self.serve(
      "--port", "\(port)", "--data", Scratch.folder().path)
    #expect(status != 0)
    #expect(text.contains("port \(port): choose another"), "\(text)")
  }

  @Test("An address that other machines reach is refused", arguments: ["0.0.0.0", "::"])
  func openAddress(_ host: String) throws {
    let (status, text) = try Self.serve(
      "--host", host, "--port", "0", "--data", Scratch.folder().path)
    #expect(status != 0)
    #expect(text.contains("open to other machines"), "\(text)")
  }

  /// Runs `staircase serve` to its end. Returns its exit status and what it wrote as errors.
  private static func serve(_ arguments: String...) throws -> (Int32, String) {
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
