import Foundation
import Testing

/// The program's own crash test, in short; its long form is `staircase bench crash`.
struct CrashTests {
  @Test("Killed again and again, service and workers lose nothing and double nothing")
  func rounds() async throws {
    let rounds = ProcessInfo.processInfo.environment["STAIRCASE_CRASH_ROUNDS"] ?? "3"
    let run = try await ProgramRun.of(["bench", "crash", "--rounds", rounds])
    #expect(run.status == 0, "\(run.output)\(run.errors)")
  }
}
