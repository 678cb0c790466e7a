import Dispatch
import Synchronization

/// A value that a test waits for, set from another thread.
final class Promise<Value: Sendable>: Sendable {
  struct NeverKept: Error {}

  private let value = Mutex<Value?>(nil)
  private let kept = DispatchSemaphore(value: 0)

  /// Keeps the promise; later values are dropped.
  func keep(_ new: Value) {
    let isFirst = value.withLock { value -> Bool in
      guard value == nil else { return false }
      value = new
      return true
    }
    if isFirst { kept.signal() }
  }

  /// The value, once it is there. A minute without it is a failure.
  func wait() throws -> Value {
    guard kept.wait(timeout: .now() + 60) == .success else { throw NeverKept() }
    kept.signal()
    guard let value = value.withLock({ $0 }) else { throw NeverKept() }
    return value
  }
}
