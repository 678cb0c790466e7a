import Foundation
import Testing

/// The program's own crash test, in short; its long form is `staircase bench crash`.
struct CrashTests {
  @Test("Killed again and again, service and workers lose nothing and double nothing")
  func rounds() throws {
    let process = Process()
    process.executableURL = LiveService.staircase
    let rounds = ProcessInfo.processInfo.environment["STAIRCASE_CRASH_ROUNDS"] ?? "3"
    process.arguments = ["bench", "crash", "--rounds", rounds]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(String(decoding: text, as: UTF8.self))")
  }
}
