import Client
import Experiments
import Foundation
import Testing

/// Attacks by slowness, as slowhttptest makes them (Debian's package of that name).
@Suite(.serialized)
struct SlowClientTests {
  private static let program = URL(filePath: "/usr/bin/slowhttptest")

  static let isInstalled = FileManager.default.isExecutableFile(atPath: program.path)

  /// Each with 500 connections, for five seconds.
  private static let attacks: [(name: String, arguments: [String])] = [
    ("slow headers", ["-H", "-i", "1", "-x", "24", "-t", "GET"]),
    ("slow body", ["-B", "-i", "1", "-x", "10", "-s", "65536", "-t", "POST"]),
    ("slow read", ["-X", "-n", "2", "-w", "10", "-y", "20", "-z", "32", "-k", "3", "-t", "GET"]),
  ]

  @Test(
    "Others are served while clients are slow", .enabled(if: isInstalled),
    arguments: attacks.indices)
  func attack(_ index: Int) async throws {
    let service = try await LiveService.start(
      workers: 0, ["--head-seconds", "2", "--body-seconds", "2", "--write-seconds", "2"])
    defer { service.end() }
    let attack = Self.attacks[index]
    let path = attack.name == "slow body" ? "/api/v1/jobs" : "/vendor/chart.js/Chart.js"
    let process = Process()
    process.executableURL = Self.program
    process.arguments =
      attack.arguments + [
        "-c", "500", "-r", "500", "-l", "5", "-p", "3", "-u", service.url.absoluteString + path,
      ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    let text = Task.detached { output.fileHandleForReading.readDataToEndOfFile() }
    try process.run()
    var served = 0
    while process.isRunning {
      #expect(try await service.client.jobs().items.isEmpty)
      served += 1
    }
    let report = String(decoding: await text.value, as: UTF8.self)
    #expect(served > 0)
    #expect(report.contains("service available"), "\(report)")
    #expect(!report.contains(/service available: *NO/), "\(attack.name): \(report)")
    #expect(service.end() == 0)
  }
}
