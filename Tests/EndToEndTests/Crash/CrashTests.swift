import Foundation
import Testing

/// Service and workers killed again and again: three rounds, or as many as
/// `STAIRCASE_CRASH_ROUNDS`.
struct CrashTests {
  @Test("Killed again and again, service and workers lose nothing and double nothing")
  func rounds() async throws {
    let environment = ProcessInfo.processInfo.environment
    let rounds = environment["STAIRCASE_CRASH_ROUNDS"].flatMap { Int($0) } ?? 3
    // The same seed gives the same kills, as far as processes allow.
    let seed = environment["STAIRCASE_CRASH_SEED"].flatMap { UInt64($0) }
    let run = try await CrashRun(seed: seed ?? .random(in: .min ... .max))
    try await run.run(rounds: rounds)
  }
}
