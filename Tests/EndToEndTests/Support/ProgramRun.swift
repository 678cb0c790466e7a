import Foundation
import TestSupport

/// What `staircase` did when it was called with some arguments.
struct ProgramRun: Sendable {
  var status: Int32
  var output: String
  var errors: String

  /// Runs the program to its end.
  /// - Parameters:
  ///   - environment: added to a fresh one, in which nothing is configured.
  ///   - input: its standard input.
  ///   - place: where its standard output goes, which is then not kept; nil to keep it.
  static func of(
    _ arguments: [String], environment: [String: String] = [:], input: String = "",
    to place: FileHandle? = nil
  ) async throws -> ProgramRun {
    let process = Process()
    process.executableURL = LiveService.staircase
    process.arguments = arguments
    let home = ["HOME": FileManager.default.temporaryDirectory.path, "PATH": "/usr/bin:/bin"]
    process.environment = home.merging(environment) { _, own in own }
    let folder = try Scratch.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    // Files, not pipes: nothing can fill up while the program is waited for.
    let files = try ["in", "out", "err"].map { name in
      let file = folder.appending(path: name)
      try Data((name == "in" ? input : "").utf8).write(to: file)
      return file
    }
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try place ?? FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    // Not waited for by blocking: the threads of tasks are few, and other tests need them.
    try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in ended.resume() }
      do {
        try process.run()
      } catch {
        process.terminationHandler = nil
        ended.resume(throwing: error)
      }
    }
    return ProgramRun(
      status: process.terminationStatus, output: try String(contentsOf: files[1], encoding: .utf8),
      errors: try String(contentsOf: files[2], encoding: .utf8))
  }
}
