import Foundation
import Glibc
import Synchronization
import TestSupport

/// Debian's chromedriver on a free port, until it is stopped.
final class Chromedriver: Sendable {
  let port: Int
  private let process: Process

  enum Failure: Error {
    case ended(output: String)
  }

  /// Starts chromedriver and returns once it listens.
  ///
  /// It takes a free IPv6 port and then the same IPv4 port, which may be in use ("IPv4 port not
  /// available. Exiting"): it is started again then.
  static func start(attempts: Int = 5) async throws -> Chromedriver {
    do {
      return try await startOnce()
    } catch Failure.ended where attempts > 1 {
      return try await start(attempts: attempts - 1)
    }
  }

  private static func startOnce() async throws -> Chromedriver {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/chromedriver")
    process.arguments = ["--port=0"]
    // A browser leaves files there when its driver is killed.
    process.environment = ProcessInfo.processInfo.environment
      .merging(["TMPDIR": try Scratch.folder().path]) { $1 }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    return Chromedriver(port: try await port(printedOn: output), process: process)
  }

  private init(port: Int, process: Process) {
    self.port = port
    self.process = process
  }

  /// Ends the driver. Its browsers must be closed before.
  ///
  /// A child of a Dispatch thread inherits that thread's signal mask, in which SIGTERM is blocked:
  /// only SIGKILL is sure to reach it.
  func stop() {
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Reads standard output until the line that tells the port.
  private static func port(printedOn pipe: Pipe) async throws -> Int {
    try await withCheckedThrowingContinuation { continuation in
      let state = Mutex((text: "", answered: false))
      pipe.fileHandleForReading.readabilityHandler = { handle in
        let data = handle.availableData
        if data.isEmpty { handle.readabilityHandler = nil }
        state.withLock { state in
          if state.answered { return }
          state.text += String(decoding: data, as: UTF8.self)
          if let match = state.text.firstMatch(of: /successfully on port (\d+)/),
            let port = Int(match.1)
          {
            state.answered = true
            continuation.resume(returning: port)
          } else if data.isEmpty {
            state.answered = true
            continuation.resume(throwing: Failure.ended(output: state.text))
          }
        }
      }
    }
  }
}
