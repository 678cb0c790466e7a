import Experiments
import Foundation
import Synchronization

/// A worker's request that waits for a job.
package final class WaitingClaim: Sendable {
  let request: ClaimRequest
  let deadline: Date
  /// Whether its worker is registered and was given nothing: then it needs nothing but a job.
  let isKnown = Atomic(false)
  private let refusal: @Sendable () -> (any Error)?
  private let completion: Mutex<(@Sendable (Result<Lease?, any Error>) -> Void)?>

  init(
    request: ClaimRequest, deadline: Date, refusal: @escaping @Sendable () -> (any Error)?,
    completion: @escaping @Sendable (Result<Lease?, any Error>) -> Void
  ) {
    self.request = request
    self.deadline = deadline
    self.refusal = refusal
    self.completion = Mutex(completion)
  }

  /// The worker has gone: nobody is to be answered.
  package func cancel() {
    completion.withLock { $0 = nil }
  }

  var isCanceled: Bool { completion.withLock { $0 == nil } }

  /// Answers with the refusal, if the worker may not claim any more.
  func refuseIfDue() {
    if let error = refusal() { finish(.failure(error)) }
  }

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
