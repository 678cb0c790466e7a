import Foundation

/// A thread of its own for work that computes for minutes, off the pool that tasks share.
enum TrainingThread {
  /// Deep calls of the engine's graph need more than the 512 KiB of a secondary thread.
  private static let stackSize = 16 << 20

  /// Runs `body` on a new thread and returns what it returns.
  static func run<Value: Sendable>(
    _ body: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      let thread = Thread { continuation.resume(with: Result { try body() }) }
      thread.name = "training"
      thread.stackSize = stackSize
      thread.start()
    }
  }
}
