import Experiments
import HTTP
import Jobs

/// The queue as a whole.
struct QueueRoutes: Sendable {
  let queue: JobQueue

  func show(_ request: Request) throws -> Response {
    try .json(queue.status())
  }

  /// Gives workers no more jobs; those that run go on.
  func pause(_ request: Request) throws -> Response {
    try queue.setPaused(true)
    return try .json(queue.status())
  }

  func resume(_ request: Request) throws -> Response {
    try queue.setPaused(false)
    return try .json(queue.status())
  }
}
