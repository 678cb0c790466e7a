import Foundation
import Synchronization

/// A shell into which a person pastes lines, one block after the other.
final class PastedShell: Sendable {
  private let process = Process()
  private let input: FileHandle
  private let output: FileHandle
  private let printed = Mutex(Data())

  struct Ended: Error {
    var output: String
  }

  init() throws {
    let (input, output) = (Pipe(), Pipe())
    (self.input, self.output) = (input.fileHandleForWriting, output.fileHandleForReading)
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["--norc", "-s"]
    process.standardInput = input
    process.standardOutput = output
    process.standardError = output
    try process.run()
  }

  /// Pastes lines, and returns what they printed and the status of the last one.
  ///
  /// Waits on a thread of its own: those of tasks are few, and other tests need them.
  func paste(_ lines: String) async throws -> (output: String, status: Int) {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { [self] in
        continuation.resume(with: Result { try exchange(lines) })
      }
    }
  }

  private func exchange(_ lines: String) throws -> (output: String, status: Int) {
    let mark = "--- \(UUID().uuidString)"
    try input.write(contentsOf: Data("\(lines)\necho \"\(mark) $?\"\n".utf8))
    while true {
      let text = printed.withLock { String(decoding: $0, as: UTF8.self) }
      if let place = text.range(of: mark), text.hasSuffix("\n") {
        printed.withLock { $0 = Data() }
        let status = text[place.upperBound...].trimmingCharacters(in: .whitespacesAndNewlines)
        return (String(text[..<place.lowerBound]), Int(status) ?? -1)
      }
      let more = output.availableData
      if more.isEmpty { throw Ended(output: text) }
      printed.withLock { $0 += more }
    }
  }

  func end() {
    try? input.close()
    process.terminate()
  }
}
