import Foundation
import TestSupport
import Testing

/// What a person reads who starts the service in a way that cannot work.
@Suite(.timeLimit(.minutes(5)))
struct StartTests {
  @Test("A second service on a data folder is refused and names the first")
  func folderInUse() async throws {
    let first = try await LiveService.start(workers: 0)
    defer { first.end() }
    let run = try await Self.serve(["--port", "0", "--data", first.folder.path])
    #expect(run.status != 0)
    #expect(run.errors.contains("uses the folder \(first.folder.path)"), "\(run)")
  }

  @Test("A port that another program has is named")
  func portInUse() async throws {
    let first = try await LiveService.start(workers: 0)
    defer { first.end() }
    let port = try #require(first.url.port)
    let run = try await Self.serve(
      ["--port", "\(port)", "--data", Scratch.folder().path])
    #expect(run.status != 0)
    #expect(run.errors.contains("port \(port): choose another"), "\(run)")
  }

  @Test(
    "Where others reach it, a service without tokens does not start, and says how to make one",
    arguments: [["--host", "0.0.0.0"], ["--host", "::"], ["--behind-proxy"]])
  func noTokens(_ options: [String]) async throws {
    let folder = try Scratch.folder()
    let run = try await Self.serve(["--port", "0", "--data", folder.path] + options)
    #expect(run.status != 0)
    #expect(
      run.errors.contains("staircase token create --role write --data \(folder.path)"), "\(run)")
  }

  @Test("A host that is no address is refused before there is a word of tokens")
  func badHost() async throws {
    let run = try await Self.serve(["--host", "nowhere.example"])
    #expect(run.status == 64)
    #expect(run.errors.contains("--host nowhere.example is no IPv4 or IPv6 address"), "\(run)")
  }

  @Test(
    "A limit that is none is refused, with those that there may be",
    arguments: [
      ("--max-connections", "0", "1099511627776"),
      ("--max-upload", "2000000000000", "1099511627776"),
      ("--idle-seconds", "99999999999", "31536000"),
    ])
  func badLimit(option: String, value: String, most: String) async throws {
    let run = try await Self.serve([option, value])
    #expect(run.status == 64)
    #expect(run.errors.contains("\(option) \(value) is not between 1 and \(most)"), "\(run)")
  }

  private static func serve(_ arguments: [String]) async throws -> ProgramRun {
    try await ProgramRun.of(["serve", "--workers", "0"] + arguments)
  }
}
