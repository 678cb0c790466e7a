import Client
import Experiments
import Foundation
import Store
import Synchronization
import TestSupport

/// A real service in a process of its own, with real worker processes, on a free port.
///
/// It keeps its data in a folder that outlives it, so that a test can kill it and start another.
final class LiveService: Sendable {
  let url: URL
  let folder: URL
  private let process: Process

  enum Failure: Error {
    case ended(output: String)
    case sql(String)
  }

  /// The token that its client shows.
  let token: String?

  var client: ServiceClient { ServiceClient(server: url, token: token) }

  /// Starts `staircase serve` and returns once it listens.
  /// - Parameters:
  ///   - folder: the data folder; a new one if nil.
  ///   - port: the port of a service before, whose workers look for it there; 0 for a free one.
  ///   - more: other arguments.
  ///   - token: shown by the client.
  ///   - log: the file that its log goes to; nil for standard error.
  static func start(
    folder: URL? = nil, port: Int = 0, workers: Int = 1, _ more: [String] = [],
    token: String? = nil, log: URL? = nil
  ) async throws -> LiveService {
    let folder = try folder ?? Scratch.folder()
    let process = Process()
    process.executableURL = staircase
    process.arguments =
      [
        "serve", "--port", "\(port)", "--data", folder.path, "--workers", "\(workers)",
        "--log-level", "warning",
      ] + more
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.standardError
    if let log {
      try Data().write(to: log)
      process.standardError = try FileHandle(forWritingTo: log)
    }
    try process.run()
    return LiveService(
      url: try await address(printedOn: output), folder: folder, process: process,
      token: token)
  }

  private init(url: URL, folder: URL, process: Process, token: String?) {
    self.token = token
    self.url = url
    self.folder = folder
    self.process = process
  }

  /// The program under test, built beside the tests.
  static var staircase: URL {
    URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
      .deletingLastPathComponent().appending(path: "staircase")
  }

  var pid: Int32 { process.processIdentifier }

  /// Sends a signal and waits until the process is gone. Returns its exit status.
  @discardableResult
  func end(_ signal: Int32 = SIGTERM) -> Int32 {
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// Changes the database as no service would.
  func sql(_ statements: String) throws {
    let change = try Process.run(
      URL(filePath: "/usr/bin/sqlite3"),
      arguments: [DataFolder.database(in: folder).path, statements])
    change.waitUntilExit()
    if change.terminationStatus != 0 { throw Failure.sql(statements) }
  }

  /// Reads standard output until the line that tells the address.
  private static func address(printedOn pipe: Pipe) async throws -> URL {
    try await withCheckedThrowingContinuation { continuation in
      let state = Mutex((text: "", answered: false))
      pipe.fileHandleForReading.readabilityHandler = { handle in
        let data = handle.availableData
        state.withLock { state in
          if state.answered { return }
          state.text += String(decoding: data, as: UTF8.self)
          if let match = state.text.firstMatch(of: /(http:\/\/[^\s]+)\n/),
            let url = URL(string: String(match.1))
          {
            state.answered = true
            continuation.resume(returning: url)
          } else if data.isEmpty {
            state.answered = true
            continuation.resume(throwing: Failure.ended(output: state.text))
          }
        }
        if data.isEmpty { handle.readabilityHandler = nil }
      }
    }
  }
}

extension LiveService {
  /// Waits until the job is as `condition` says.
  func wait(for id: String, until condition: (Job) -> Bool) async throws -> Job {
    // After an event of no service: the stream begins with "reset", and tells all that follows.
    for try await message in client.events(after: "0") {
      if message.kind == "reset" {
        let job = try await client.job(id)
        if condition(job) { return job }
      } else if case .job(let job)? = try message.event(), job.id == id, condition(job) {
        return job
      }
    }
    throw Failure.ended(output: "the event stream ended before the job was as awaited")
  }

  func waitForEnd(of id: String) async throws -> Job {
    try await wait(for: id) { $0.state.isFinal }
  }

  /// Waits until the service has told of a point past `step` of the run: long before a report of
  /// progress does, which comes every few seconds.
  func waitForPoint(past step: Int, run: String) async throws {
    for try await message in client.events(run: run, after: "0") {
      if message.kind == "reset" {
        let latest = try await client.run(run).latest
        if latest.values.contains(where: { $0.step > step }) { return }
      } else if case .points(let points)? = try message.event(),
        points.metrics.contains(where: { $0.step > step })
      {
        return
      }
    }
    throw Failure.ended(output: "the event stream ended before step \(step)")
  }
}
