package import Foundation

/// One place for a worker process, as people see it.
package struct WorkerSlot: Codable, Hashable, Sendable {
  /// From 1.
  package var number: Int
  package var state: State
  /// Processes that were started here.
  package var starts: Int
  /// How many ended early in a row: two or more are a crash loop.
  package var earlyEnds: Int
  /// How the last one ended, for people; nil before the first end.
  package var lastEnd: String?

  package enum State: Codable, Hashable, Sendable {
    case running(worker: String, pid: Int)
    /// Waits to start another.
    case waiting(until: Date)
    case stopped
  }

  package var isCrashLooping: Bool { earlyEnds >= 2 }
}
