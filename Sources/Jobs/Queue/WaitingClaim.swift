import Experiments
import Foundation
import Synchronization

/// A worker's request that waits for a job.
package final class WaitingClaim: Sendable {
  let request: ClaimRequest
  let deadline: Date
  private let completion: Mutex<(@Sendable (Result<Lease?, any Error>) -> Void)?>

  init(
    request: ClaimRequest, deadline: Date,
    completion: @escaping @Sendable (Result<Lease?, any Error>) -> Void
  ) {
    self.request = request
    self.deadline = deadline
    self.completion = Mutex(completion)
  }

  /// The worker has gone: nobody is to be answered.
  package func cancel() {
    completion.withLock { $0 = nil }
  }

  var isCanceled: Bool { completion.withLock { $0 == nil } }

  /// Answers, unless the worker has gone or was answered. Returns whether it did.
  @discardableResult
  func finish(_ result: Result<Lease?, any Error>) -> Bool {
    let completion = completion.withLock { stored in
      defer { stored = nil }
      return stored
    }
    completion?(result)
    return completion != nil
  }
}
