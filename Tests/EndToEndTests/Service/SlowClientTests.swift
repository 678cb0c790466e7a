import Client
import Experiments
import Foundation
import TestSupport
import Testing

/// Attacks by slowness, as slowhttptest makes them (Debian's package of that name).
@Suite(.timeLimit(.minutes(5)))
struct SlowClientTests {
  private static let program = URL(filePath: "/usr/bin/slowhttptest")

  static let isInstalled = FileManager.default.isExecutableFile(atPath: program.path)

  /// Each with 500 connections, for five seconds, and on a service of its own.
  private static let attacks: [(name: String, arguments: [String])] = [
    ("slow headers", ["-H", "-i", "1", "-x", "24", "-t", "GET"]),
    ("slow body", ["-B", "-i", "1", "-x", "10", "-s", "65536", "-t", "POST"]),
    ("slow read", ["-X", "-n", "2", "-w", "10", "-y", "20", "-z", "32", "-k", "3", "-t", "GET"]),
  ]

  @Test("Others are served while clients are slow", .enabled(if: isInstalled))
  func othersAreServed() async throws {
    try await withThrowingTaskGroup { group in
      for (name, arguments) in Self.attacks {
        group.addTask { try await Self.attack(name, arguments) }
      }
      try await group.waitForAll()
    }
  }

  private static func attack(_ name: String, _ arguments: [String]) async throws {
    let service = try await LiveService.start(
      workers: 0, ["--head-seconds", "2", "--body-seconds", "2", "--write-seconds", "2"])
    defer { service.end() }
    let path = name == "slow body" ? "/api/v1/jobs" : "/vendor/chart.js/Chart.js"
    let process = Process()
    process.executableURL = program
    process.arguments =
      arguments + [
        "-c", "500", "-r", "500", "-l", "5", "-p", "3", "-u", service.url.absoluteString + path,
      ]
    // A file, not a pipe: nobody has to wait for what is in it.
    let output = try Scratch.folder().appending(path: "output")
    try Data().write(to: output)
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = process.standardOutput
    try process.run()
    var served = 0
    while process.isRunning {
      #expect(try await service.client.jobs().items.isEmpty)
      served += 1
    }
    let report = try String(contentsOf: output, encoding: .utf8)
    #expect(served > 0)
    #expect(report.contains("service available"), "\(report)")
    #expect(!report.contains(/service available: *NO/), "\(name): \(report)")
    #expect(service.end() == 0)
  }
}
