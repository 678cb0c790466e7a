import Experiments
import Foundation
import Synchronization

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Receives one answer and hands its body on piece by piece.
///
/// URLSession's own `bytes(for:)` does not exist on Linux, and its download task there ends the
/// process where the folder of temporary files is missing or full.
final class AnswerStream: NSObject, URLSessionDataDelegate {
  private struct State {
    /// Set when the answer is no success: its body is then the problem to throw.
    var refusal: URLResponse?
    var problem = Data()
  }

  private let client: ServiceClient
  private let pieces: AsyncThrowingStream<Data, any Error>.Continuation
  private let state = Mutex(State())

  init(client: ServiceClient, pieces: AsyncThrowingStream<Data, any Error>.Continuation) {
    self.client = client
    self.pieces = pieces
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
  ) {
    let status = (response as? HTTPURLResponse)?.statusCode ?? 0
    if !(200..<300).contains(status) { state.withLock { $0.refusal = response } }
    completionHandler(.allow)
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    let isRefused = state.withLock { state in
      if state.refusal != nil { state.problem += data }
      return state.refusal != nil
    }
    if !isRefused { pieces.yield(data) }
  }

  /// As `RedirectRefusal` does.
  func urlSession(
    _ session: URLSession, task: URLSessionTask,
    willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
    completionHandler: @escaping @Sendable (URLRequest?) -> Void
  ) {
    completionHandler(nil)
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
  ) {
    let (refusal, problem) = state.withLock { ($0.refusal, $0.problem) }
    do {
      if let refusal { try client.check(refusal, problem) }
      if let error = error as? URLError, error.code != .cancelled {
        throw ClientError.unreachable(
          server: client.server, reason: ServiceClient.reason(error))
      }
      pieces.finish()
    } catch {
      pieces.finish(throwing: error)
    }
    session.finishTasksAndInvalidate()
  }
}

extension ServiceClient {
  /// The body of an answer while it arrives. Ends with the answer, or when the reader stops.
  func pieces(_ endpoint: Endpoint) -> AsyncThrowingStream<Data, any Error> {
    AsyncThrowingStream { continuation in
      do {
        let request = try endpoint.request(to: server, token: token)
        let hello = try Endpoint.health.request(to: server, token: nil)
        let delegate = AnswerStream(client: self, pieces: continuation)
        let session = URLSession(
          configuration: .ephemeral, delegate: delegate, delegateQueue: nil)
        let task = session.dataTask(with: request)
        continuation.onTermination = { _ in task.cancel() }
        // Foundation on Linux goes on watching the socket of a new connection for writability while
        // it waits for the answer, which keeps a core busy. Not so on a connection used before.
        session.dataTask(with: hello) { _, _, _ in task.resume() }.resume()
      } catch {
        continuation.finish(throwing: error)
      }
    }
  }
}
