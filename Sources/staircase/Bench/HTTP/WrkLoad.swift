import Foundation
import Glibc

/// Runs wrk (Debian package `wrk`) against this process.
struct WrkLoad {
  enum Failure: Error, CustomStringConvertible {
    case notInstalled
    case failed(output: String)

    var description: String {
      switch self {
      case .notInstalled: "wrk is not installed (apt-get install wrk)"
      case .failed(let output): "wrk failed: \(output)"
      }
    }
  }

  let port: UInt16
  let seconds: Int

  /// Requests, microseconds, percentiles and errors in one line that is easy to read back.
  private static let script = """
    if os.getenv("WRK_BODY") then
      wrk.method = "POST"
      wrk.body = string.rep("x", 1024)
    end
    done = function(summary, latency)
      local e = summary.errors
      io.write(string.format("%d %d %f %f %f %d\\n", summary.requests, summary.duration,
        latency:percentile(50), latency:percentile(99), latency:percentile(99.9),
        e.connect + e.read + e.write + e.status + e.timeout))
    end
    """

  /// Loads `path` over so many kept connections; `posts` sends a body of 1 KiB.
  func run(_ path: String, connections: Int, posts: Bool) throws -> LoadReport {
    let script = FileManager.default.temporaryDirectory.appending(path: "wrk-\(UUID()).lua")
    try Data(Self.script.utf8).write(to: script)
    defer { try? FileManager.default.removeItem(at: script) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "wrk", "-t1", "-c\(connections)", "-d\(seconds)s", "-s", script.path,
      "http://127.0.0.1:\(port)\(path)",
    ]
    var environment = ProcessInfo.processInfo.environment
    environment["WRK_BODY"] = posts ? "1" : nil
    process.environment = environment
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    let before = Self.processorSeconds()
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let used = Self.processorSeconds() - before
    // env answers 127 for a program that is not there.
    guard process.terminationStatus != 127 else { throw Failure.notInstalled }
    guard process.terminationStatus == 0, let line = output.split(separator: "\n").last,
      let report = LoadReport(
        line: line, path: path, connections: connections, processorSeconds: used)
    else { throw Failure.failed(output: output) }
    return report
  }

  /// User and system time of this process.
  private static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
