import Client
import Experiments
import Foundation
import TestSupport
import Testing

/// A service that has no descriptor to spare for a while.
@Suite(.timeLimit(.minutes(5)))
struct DescriptorTests {
  /// The lowest number that no descriptor of a process has.
  private static func free(in pid: Int32) throws -> Int {
    let used = Set(try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd"))
    var number = 0
    while used.contains("\(number)") { number += 1 }
    return number
  }

  @Test("What cannot be opened for now is not said to be gone, and clients are accepted again")
  func shortage() async throws {
    let folder = try Scratch.folder()
    let log = folder.appending(path: "log")
    let service = try await LiveService.start(workers: 0, log: log)
    defer { service.end() }
    let shell = try PastedShell()
    defer { shell.end() }
    let run = try await service.client.createRun(RunRequest(name: "r"))
    let file = folder.appending(path: "a.txt")
    try Data("a".utf8).write(to: file)
    _ = try await service.client.upload(file: file, run: run.id, path: "a.txt")
    let url = service.url.appending(path: "api/v1/runs/\(run.id)/artifacts/a.txt")
    let ask = "curl -s -o /dev/null -w '%{http_code}\\n' \(url.absoluteString)"
    #expect(try await shell.paste(ask).output == "200\n")
    func limit(to count: Int) async throws {
      let (output, status) = try await shell.paste(
        "prlimit --pid \(service.pid) --nofile=\(count):")
      #expect(status == 0, "\(output)")
    }

    // Room for the connection alone.
    try await limit(to: Self.free(in: service.pid) + 1)
    #expect(try await shell.paste(ask).output == "503\n")

    // Not even for that; and none closes.
    try await limit(to: Self.free(in: service.pid))
    let other = try PastedShell()
    defer { other.end() }
    async let answer = other.paste(ask)
    try await waitUntil {
      try String(contentsOf: log, encoding: .utf8).contains("no connection can be accepted for now")
    }
    try await limit(to: 1024)
    #expect(try await answer.output == "200\n")
  }
}
