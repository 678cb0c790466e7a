import HTTPTypes
import Logging
import Synchronization

/// What all event loops of a server share.
final class ServerCore: Sendable {
  let configuration: ServerConfiguration
  let pool: BlockingPool
  /// One a loop.
  let inboxes: [Inbox]
  let counters: [LoopCounters]
  /// Connections open, with those handed to a loop and not yet taken.
  let openConnections = Atomic(0)

  /// The upper part of request ids: tells the runs of the server apart.
  let requestBase = UInt64.random(in: 0..<1 << 16) << 48

  init(configuration: ServerConfiguration, inboxes: [Inbox]) {
    self.configuration = configuration
    self.inboxes = inboxes
    counters = inboxes.map { _ in LoopCounters() }
    pool = BlockingPool(
      threads: configuration.blockingThreads, limit: configuration.limits.blockingQueue)
  }

  /// The answer of a handler, or that to the error it throws.
  func answer(_ request: Request, by handler: () throws -> Response) -> Response {
    do {
      return try handler()
    } catch {
      return answer(to: error, request)
    }
  }

  /// The answer to an error. Where the program maps none, what comes out as 500 is logged here.
  @Sendable
  func answer(to error: any Error, _ request: Request?) -> Response {
    if let respond = configuration.errorResponder { return respond(error, request) }
    let response = PlainProblem.response(to: error, request: request)
    if response.status.code == 500 {
      configuration.logger.error(
        "request failed",
        metadata: [
          "error": "\(error)", "request": "\(request?.id.description ?? "-")",
          "method": "\(request?.method.rawValue ?? "-")",
          "path": "\(request.map { PathEncoder.encode($0.path) } ?? "-")",
        ])
    }
    return response
  }

  /// A connection is gone.
  func connectionClosed() {
    openConnections.subtract(1, ordering: .relaxed)
  }
}
