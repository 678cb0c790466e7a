import Foundation
import Glibc
import TestSupport
import Testing

/// `staircase demo` as it is interrupted.
@Suite(.timeLimit(.minutes(5)))
struct DemoTests {
  @Test("Interrupted as soon as it has a worker, the demo takes it along, and says what it leaves")
  func interrupted() async throws {
    let data = try Scratch.folder().appending(path: "data")
    let process = Process()
    process.executableURL = LiveService.staircase
    process.arguments = ["demo", "--port", "0", "--data", data.path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    try await waitUntil { try !Self.processes(naming: "worker", data).isEmpty }
    kill(process.processIdentifier, SIGINT)
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 130)
    #expect(text.contains("Stopped. What was trained so far is in \(data.path)"), "\(text)")
    #expect(try Self.processes(naming: "worker", data).isEmpty)
  }

  /// Those of this machine with such a command and folder among their arguments.
  private static func processes(naming command: String, _ folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { pid in
      // One that ends meanwhile has none.
      let line = try? String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8)
      return line?.contains("\0\(command)\0") == true && line?.contains(folder.path) == true
    }
  }
}
