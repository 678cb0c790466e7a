import Client
import Foundation
import Glibc

/// The service under test, in a process of its own at a port that stays the same, with two workers.
final class CrashService {
  let data: URL
  let client: ServiceClient
  private let port: UInt16
  private let log: URL
  private var process: Process?

  init(folder: URL) throws {
    data = folder.appending(path: "data", directoryHint: .isDirectory)
    log = folder.appending(path: "service.log")
    guard
      let port = (UInt16(20_000)..<60_000).lazy.map({ _ in UInt16.random(in: 20_000..<60_000) })
        .first(where: PortProbe.isFree),
      let url = URL(string: "http://127.0.0.1:\(port)")
    else { throw CrashTest.Difference(description: "no port is free") }
    self.port = port
    client = ServiceClient(server: url)
    _ = FileManager.default.createFile(atPath: log.path, contents: nil)
  }

  /// Starts it and returns when it answers.
  func start() async throws {
    let process = Process()
    process.executableURL = try InstallationFolders.find().executable
    process.arguments = [
      "serve", "--port", "\(port)", "--data", data.path, "--workers", "2",
      "--lease-seconds", "2",
    ]
    let output = try FileHandle(forWritingTo: log)
    try output.seekToEnd()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    self.process = process
    while await !client.isReady() {
      guard process.isRunning else {
        throw CrashTest.Difference(description: "the service does not start; see \(log.path)")
      }
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  func kill() {
    guard let process else { return }
    Glibc.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Stops it as a person does.
  func end() {
    guard let process, process.isRunning else { return }
    process.terminate()
    process.waitUntilExit()
  }
}
