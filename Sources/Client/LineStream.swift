import Experiments
import Foundation
import Synchronization

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Receives one answer of unknown length and hands it on line by line.
///
/// URLSession's own `bytes(for:)` does not exist on Linux.
final class LineStream: NSObject, URLSessionDataDelegate {
  private struct State {
    /// What came after the last end of a line.
    var rest: [UInt8] = []
    /// Set when the answer is no success: its body is then the problem to throw.
    var refusal: URLResponse?
  }

  private let client: ServiceClient
  private let lines: AsyncThrowingStream<String, any Error>.Continuation
  private let state = Mutex(State())

  init(client: ServiceClient, lines: AsyncThrowingStream<String, any Error>.Continuation) {
    self.client = client
    self.lines = lines
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
    let whole = state.withLock { state -> [String] in
      state.rest += data
      guard state.refusal == nil, let end = state.rest.lastIndex(of: 0x0A) else { return [] }
      defer { state.rest.removeFirst(end + 1) }
      return state.rest[..<end].split(separator: 0x0A, omittingEmptySubsequences: false).map {
        String(decoding: $0.last == 0x0D ? $0.dropLast() : $0, as: UTF8.self)
      }
    }
    for line in whole { lines.yield(line) }
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
  ) {
    let (rest, refusal) = state.withLock { ($0.rest, $0.refusal) }
    do {
      if let refusal { try client.check(refusal, Data(rest)) }
      if let error = error as? URLError, error.code != .cancelled {
        throw ClientError.unreachable(
          server: client.server, reason: ServiceClient.reason(error))
      }
      if !rest.isEmpty { lines.yield(String(decoding: rest, as: UTF8.self)) }
      lines.finish()
    } catch {
      lines.finish(throwing: error)
    }
    session.finishTasksAndInvalidate()
  }
}

extension ServiceClient {
  /// The lines of an answer while they arrive. Ends with the answer, or when the reader stops.
  func lines(_ endpoint: Endpoint) -> AsyncThrowingStream<String, any Error> {
    AsyncThrowingStream { continuation in
      do {
        let request = try endpoint.request(to: server, token: token)
        let hello = try Endpoint.health.request(to: server, token: nil)
        let delegate = LineStream(client: self, lines: continuation)
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
