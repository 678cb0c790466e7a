import Foundation

/// A shell into which a person pastes lines, one block after the other.
final class PastedShell {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var read = Data()

  struct Ended: Error {
    var output: String
  }

  init() throws {
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["--norc", "-s"]
    process.standardInput = input
    process.standardOutput = output
    process.standardError = output
    try process.run()
  }

  /// Pastes lines, and returns what they printed and the status of the last one.
  func paste(_ lines: String) throws -> (output: String, status: Int) {
    let mark = "--- \(UUID().uuidString)"
    let text = "\(lines)\necho \"\(mark) $?\"\n"
    try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    while true {
      let printed = String(decoding: read, as: UTF8.self)
      if let place = printed.range(of: mark), printed.hasSuffix("\n") {
        read = Data()
        let status = printed[place.upperBound...].trimmingCharacters(in: .whitespacesAndNewlines)
        return (String(printed[..<place.lowerBound]), Int(status) ?? -1)
      }
      let more = output.fileHandleForReading.availableData
      if more.isEmpty { throw Ended(output: printed) }
      read += more
    }
  }

  func end() {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }
}
