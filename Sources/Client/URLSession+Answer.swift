import Dispatch
import Foundation
import Synchronization

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

extension URLSession {
  /// Sends a request and returns the whole answer. A task that is canceled throws
  /// `URLError.cancelled`.
  ///
  /// Foundation's `data(for:)` on Linux cancels within the lock of the Swift task, and waits there
  /// for the session's queue. If the answer comes in that moment, the queue waits for the lock to
  /// resume the task, and both wait for ever. So here another thread cancels.
  func answer(to request: URLRequest) async throws -> (Data, URLResponse) {
    let running = Mutex<URLSessionTask?>(nil)
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let task = dataTask(with: request) { data, response, error in
          if let data, let response, error == nil {
            continuation.resume(returning: (data, response))
          } else {
            continuation.resume(throwing: error ?? URLError(.badServerResponse))
          }
        }
        running.withLock { $0 = task }
        task.resume()
        // It may have been canceled before there was anything to cancel.
        if Task.isCancelled { task.cancel() }
      }
    } onCancel: {
      let task = running.withLock { $0 }
      DispatchQueue.global().async { task?.cancel() }
    }
  }
}
