import Foundation
import Testing

/// The queue against a simple model of it: many workers and people, in random order.
@Suite struct QueueModelTests {
  /// Steps of each walk; `STAIRCASE_QUEUE_STEPS` asks for more, all walks together.
  private static let steps =
    ProcessInfo.processInfo.environment["STAIRCASE_QUEUE_STEPS"].flatMap(Int.init).map {
      $0 / seeds.count
    } ?? 400
  private static let seeds: [UInt64] = [1, 2, 3, 4]

  @Test("Every answer and every job is as the model says", arguments: seeds)
  func agrees(_ seed: UInt64) throws {
    var walk = try QueueWalk(seed: seed)
    for _ in 0..<Self.steps { try walk.step() }
    try walk.compare()
  }
}
