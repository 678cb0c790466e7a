import Dispatch
import Foundation
import Synchronization

/// A fixed number of threads for work that may block. Dispatch would cap its own at few, and start
/// more whenever one blocks.
final class BlockingPool: Sendable {
  private struct State {
    var work: [@Sendable () -> Void] = []
    /// The first of `work` that is not taken.
    var next = 0
    var isEnded = false
  }

  private let state = Mutex(State())
  private let available = DispatchSemaphore(value: 0)
  private let threads: Int
  private let limit: Int

  /// Starts `threads` threads; ``submit(_:)`` refuses when `limit` pieces of work wait.
  init(threads: Int, limit: Int) {
    self.threads = threads
    self.limit = limit
    for number in 0..<threads {
      let thread = Thread { [self] in run() }
      thread.name = "http-work-\(number)"
      thread.start()
    }
  }

  /// Queues work. False if too much waits.
  func submit(_ work: @escaping @Sendable () -> Void) -> Bool {
    let isTaken = state.withLock { state in
      guard !state.isEnded, state.work.count - state.next < limit else { return false }
      state.work.append(work)
      return true
    }
    if isTaken {
      available.signal()
    }
    return isTaken
  }

  /// Queues work that continues what was let in before: never refused.
  func proceed(_ work: @escaping @Sendable () -> Void) {
    state.withLock { $0.work.append(work) }
    available.signal()
  }

  /// Lets the threads end when the queue is empty.
  func end() {
    state.withLock { $0.isEnded = true }
    for _ in 0..<threads {
      available.signal()
    }
  }

  private func run() {
    while true {
      available.wait()
      guard let work = take() else { return }
      work()
    }
  }

  private func take() -> (@Sendable () -> Void)? {
    state.withLock { state in
      guard state.next < state.work.count else { return nil }
      let work = state.work[state.next]
      state.next += 1
      if state.next == state.work.count {
        state.work.removeAll(keepingCapacity: state.next < 64)
        state.next = 0
      } else if state.next >= 64 {
        state.work.removeFirst(state.next)
        state.next = 0
      }
      return work
    }
  }
}
